// Package cosigner verifies timestamped Ed25519 signatures (C2SP tlog-cosignature, type 0x04), which
// golang.org/x/mod/sumdb/note does not know, as a note.Verifier. It is written from the text of the specification.
package cosigner

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

const algorithm = 4

// Cosigner is the key of one witness.
type Cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// Name and KeyHash are those of the signature line.
func (c Cosigner) Name() string    { return c.name }
func (c Cosigner) KeyHash() uint32 { return c.hash }

// Verify checks eight bytes of time and a signature over both the time and the text.
func (c Cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(signed), signature[8:])
}

// New reads a verifier key and holds its hash against its bytes.
func New(vkey string) (Cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return Cosigner{}, fmt.Errorf("%s is no verifier key", vkey)
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return Cosigner{}, fmt.Errorf("key hash of %s: %w", vkey, err)
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return Cosigner{}, fmt.Errorf("key of %s: %w", vkey, err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(key)))
	if len(key) != 1+ed25519.PublicKeySize || key[0] != algorithm || uint32(hash) != binary.BigEndian.Uint32(sum[:]) {
		return Cosigner{}, fmt.Errorf("%s is no key of a witness", vkey)
	}
	return Cosigner{parts[0], uint32(hash), key[1:]}, nil
}
