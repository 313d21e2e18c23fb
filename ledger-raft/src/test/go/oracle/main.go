// A foreign verifier: mirrors our log over HTTP, opens its checkpoint with golang.org/x/mod/sumdb/note and checks every
// leaf with golang.org/x/mod/sumdb/tlog, then that the log extends 100 older sizes. Arguments: address of the log,
// verifier key, folder to mirror to, seed.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ log, mirror string }

// get fetches a resource of the log once; later it is read from the mirror.
func (t tiles) get(path string) ([]byte, error) {
	file := filepath.Join(t.mirror, filepath.FromSlash(path))
	if data, err := os.ReadFile(file); err == nil {
		return data, nil
	}
	response, err := http.Get(t.log + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	return data, os.WriteFile(file, data, 0o644)
}

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := t.get("tile/" + strconv.Itoa(tile.L) + "/" + number(tile.N, tile.W))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// number writes an index as C2SP tlog-tiles does.
func number(n int64, width int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < 1<<height {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}

func (t tiles) entries(bundle int64, width int) [][]byte {
	data, err := t.get("tile/entries/" + number(bundle, width))
	check(err)
	var all [][]byte
	for len(data) > 0 {
		length := int(binary.BigEndian.Uint16(data))
		all = append(all, data[2:2+length])
		data = data[2+length:]
	}
	if len(all) != width {
		check(fmt.Errorf("bundle %d has %d entries instead of %d", bundle, len(all), width))
	}
	return all
}

func main() {
	log := tiles{os.Args[1], os.Args[3]}
	seed, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	text, err := log.get("checkpoint")
	check(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	tree := tlog.Tree{N: size, Hash: root}
	reader := tlog.TileHashReader(tree, log)

	checked := int64(0)
	for bundle := int64(0); bundle<<height < size; bundle++ {
		width := 1 << height
		if rest := size - bundle<<height; rest < int64(width) {
			width = int(rest)
		}
		for i, entry := range log.entries(bundle, width) {
			index := bundle<<height + int64(i)
			proof, err := tlog.ProveRecord(size, index, reader)
			check(err)
			check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)))
			checked++
		}
	}
	random := rand.New(rand.NewSource(seed))
	for n := 0; n < 100; n++ {
		older := 1 + random.Int63n(size)
		olderRoot, err := tlog.TreeHash(older, reader)
		check(err)
		proof, err := tlog.ProveTree(size, older, reader)
		check(err)
		check(tlog.CheckTree(proof, size, root, older, olderRoot))
	}
	fmt.Printf("%s %d leaves, %d checked, extends 100 older sizes\n", lines[0], size, checked)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
