// A foreign verifier: opens our checkpoint with golang.org/x/mod/sumdb/note and checks every leaf of our tiles on disk
// with golang.org/x/mod/sumdb/tlog. Arguments: folder with tile/, checkpoint file, verifier key, smaller tree size.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ folder string }

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, "tile", strconv.Itoa(tile.L), number(tile.N, tile.W)))
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

func entries(folder string, bundle int64, width int) [][]byte {
	data, err := os.ReadFile(filepath.Join(folder, "tile", "entries", number(bundle, width)))
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
	folder, checkpointFile, vkey := os.Args[1], os.Args[2], os.Args[3]
	older, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	verifier, err := note.NewVerifier(vkey)
	check(err)
	text, err := os.ReadFile(checkpointFile)
	check(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	tree := tlog.Tree{N: size, Hash: root}
	reader := tlog.TileHashReader(tree, tiles{folder})

	checked := int64(0)
	for bundle := int64(0); bundle<<height < size; bundle++ {
		width := 1 << height
		if rest := size - bundle<<height; rest < int64(width) {
			width = int(rest)
		}
		for i, entry := range entries(folder, bundle, width) {
			index := bundle<<height + int64(i)
			proof, err := tlog.ProveRecord(size, index, reader)
			check(err)
			check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)))
			checked++
		}
	}
	olderRoot, err := tlog.TreeHash(older, reader)
	check(err)
	proof, err := tlog.ProveTree(size, older, reader)
	check(err)
	check(tlog.CheckTree(proof, size, root, older, olderRoot))
	fmt.Printf("%s %d leaves, %d checked, extends %d %s\n", lines[0], size, checked, older, olderRoot)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
