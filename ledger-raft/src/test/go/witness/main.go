// A foreign reader of a witness: fetches the checkpoint that the witness cosigned last (C2SP tlog-witness, monitoring
// prefix) and opens it with golang.org/x/mod/sumdb/note, which knows signed notes but not cosignatures: those are
// verified by package cosigner beside this one. Arguments: address of the witness, verifier
// key of the log, verifier key of the witness.
package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"cosigner"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	log, err := note.NewVerifier(os.Args[2])
	check(err)
	witness, err := cosigner.New(os.Args[3])
	check(err)
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
