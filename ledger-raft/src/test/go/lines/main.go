// Reads a signed note with Go's own reader of signed notes and checks the lines of the keys it is given: Ed25519 by
// golang.org/x/mod/sumdb/note, ECDSA by crypto/ecdsa as C2SP signed-note type 0x02 is used by others. Lines of other
// keys are counted and passed over.
//
//	go run main.go NOTE-FILE VERIFIER-KEY...
package main

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type ecdsaVerifier struct {
	name string
	hash uint32
	key  *ecdsa.PublicKey
}

func (v *ecdsaVerifier) Name() string    { return v.name }
func (v *ecdsaVerifier) KeyHash() uint32 { return v.hash }
func (v *ecdsaVerifier) Verify(msg, sig []byte) bool {
	digest := sha256.Sum256(msg)
	return ecdsa.VerifyASN1(v.key, digest[:], sig)
}

func verifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || typed[0] != 2 {
		return note.NewVerifier(vkey)
	}
	key, err := x509.ParsePKIXPublicKey(typed[1:])
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(typed[1:])
	id := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", id) != parts[1] {
		return nil, fmt.Errorf("key id %08x, not %s", id, parts[1])
	}
	return &ecdsaVerifier{parts[0], id, key.(*ecdsa.PublicKey)}, nil
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	fail(err)
	var known []note.Verifier
	for _, vkey := range os.Args[2:] {
		v, err := verifier(vkey)
		fail(err)
		known = append(known, v)
	}
	n, err := note.Open(text, note.VerifierList(known...))
	fail(err)
	fmt.Printf("%d verified, %d of unknown keys\n", len(n.Sigs), len(n.UnverifiedSigs))
}

func fail(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
