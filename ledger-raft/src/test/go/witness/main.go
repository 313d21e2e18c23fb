// A foreign reader of a witness: fetches the checkpoint that the witness cosigned last (C2SP tlog-witness, monitoring
// prefix) and opens it with golang.org/x/mod/sumdb/note, which knows signed notes but not cosignatures: those are added
// here as a verifier of their own, from the text of C2SP tlog-cosignature. Arguments: address of the witness, verifier
// key of the log, verifier key of the witness.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// cosigner is a verifier of timestamped Ed25519 signatures, type 0x04.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(c.key, []byte(signed), signature[8:])
}

func newCosigner(vkey string) cosigner {
	name, rest, _ := strings.Cut(vkey, "+")
	hex, key64, _ := strings.Cut(rest, "+")
	hash, err := strconv.ParseUint(hex, 16, 32)
	check(err)
	key, err := base64.StdEncoding.DecodeString(key64)
	check(err)
	sum := sha256.Sum256([]byte(name + "\n" + string(key)))
	if len(key) != 33 || key[0] != 4 || uint32(hash) != binary.BigEndian.Uint32(sum[:]) {
		check(fmt.Errorf("%s is no key of a witness", vkey))
	}
	return cosigner{name, uint32(hash), key[1:]}
}

func main() {
	log, err := note.NewVerifier(os.Args[2])
	check(err)
	witness := newCosigner(os.Args[3])
	origin := sha256.Sum256([]byte(log.Name()))
	response, err := http.Get(fmt.Sprintf("%s/%x/checkpoint", os.Args[1], origin))
	check(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	check(err)
	if response.StatusCode != http.StatusOK {
		check(fmt.Errorf("%s", response.Status))
	}
	opened, err := note.Open(text, note.VerifierList(log, witness))
	check(err)
	if len(opened.Sigs) != 2 {
		check(fmt.Errorf("%d of 2 signatures", len(opened.Sigs)))
	}
	lines := strings.Split(opened.Text, "\n")
	fmt.Printf("%s size %s signed by %s and %s\n", lines[0], lines[1], opened.Sigs[0].Name, opened.Sigs[1].Name)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
