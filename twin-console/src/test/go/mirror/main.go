// A stranger's mirror of a running log, with nothing of ours in it: C2SP tlog-tiles over HTTP, checked with
// golang.org/x/mod/sumdb/tlog and golang.org/x/mod/sumdb/note. This version of note does not know cosignatures (C2SP
// tlog-cosignature): package cosigner, shared with the reader of a witness in ledger-raft, verifies them.
//
// Arguments: address of the log, its verifier key, folder of the mirror, seed, leaves to prove, older sizes to compare,
// verifier keys of the witnesses that all have to cosign. What the mirror has accepted once it keeps; a later run holds
// the log to it. Any doubt ends it with status 1 and a line that says what was refused.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"cosigner"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height   = 8
	width    = 1 << height
	patience = 60 * time.Second
)

// fetch gets a resource as any HTTP client does, compressed where the server likes to.
func fetch(address, kind, caching string) []byte {
	response, err := http.Get(address)
	check(err, "fetch")
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	check(err, address)
	if response.StatusCode != http.StatusOK {
		refuse("%s: %s", address, response.Status)
	}
	if got := response.Header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
		refuse("%s: content type %q", address, got)
	}
	if got := response.Header.Get("Cache-Control"); !strings.Contains(got, caching) {
		refuse("%s: cache control %q", address, got)
	}
	return data
}

// tiles reads what was accepted before from the mirror, and the rest from the log.
type tiles struct{ log, mirror string }

func (t tiles) file(path string) string { return filepath.Join(t.mirror, filepath.FromSlash(path)) }

func (t tiles) get(path string) []byte {
	if data, err := os.ReadFile(t.file(path)); err == nil {
		return data
	}
	return fetch(t.log+"/"+path, "application/octet-stream", "immutable")
}

func (t tiles) keep(path string, data []byte) {
	check(os.MkdirAll(filepath.Dir(t.file(path)), 0o755), "mirror")
	check(os.WriteFile(t.file(path), data, 0o644), "mirror")
}

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		all = append(all, t.get(tilePath(tile)))
	}
	return all, nil
}

// SaveTiles keeps nothing: ReadHashes of this version checks tiles against their parents only from the len(stx)-th on,
// so where subtrees of the right edge share a tile it lets others pass unchecked. Proofs are checked up to the root all
// the same, and copyAll compares every tile with the entries.
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func tilePath(tile tlog.Tile) string {
	return "tile/" + strconv.Itoa(tile.L) + "/" + number(tile.N, tile.W)
}

// number writes an index as C2SP tlog-tiles does.
func number(n int64, w int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if w < width {
		path += fmt.Sprintf(".p/%d", w)
	}
	return path
}

func entries(bundle []byte, path string) [][]byte {
	var all [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			refuse("%s: an entry ends after the bundle", path)
		}
		length := int(binary.BigEndian.Uint16(bundle))
		all = append(all, bundle[2:2+length])
		bundle = bundle[2+length:]
	}
	return all
}

// checkpoint is what the log and all witnesses signed.
type checkpoint struct {
	note []byte
	tree tlog.Tree
}

func open(text []byte, verifiers []note.Verifier) (checkpoint, int) {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	check(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifiers[0].Name() {
		refuse("checkpoint of another log: %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size of the checkpoint")
	root, err := tlog.ParseHash(lines[2])
	check(err, "root of the checkpoint")
	return checkpoint{text, tlog.Tree{N: size, Hash: root}}, len(opened.Sigs)
}

// cosigned asks until the log shows a checkpoint of at least this many leaves that everybody signed.
func cosigned(log string, least int64, verifiers []note.Verifier) checkpoint {
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		shown, signatures := open(fetch(log+"/checkpoint", "text/plain", "no-cache"), verifiers)
		if signatures == len(verifiers) && shown.tree.N >= least {
			return shown
		}
		if time.Now().After(end) {
			refuse("checkpoint of %d leaves with %d of %d signatures, at least %d leaves were wanted",
				shown.tree.N, signatures, len(verifiers), least)
		}
	}
}

func extends(newer checkpoint, reader tlog.HashReader, older tlog.Tree) {
	if older.N > newer.tree.N {
		refuse("the log went back from %d to %d leaves", older.N, newer.tree.N)
	}
	proof, err := tlog.ProveTree(newer.tree.N, older.N, reader)
	check(err, "consistency")
	check(tlog.CheckTree(proof, newer.tree.N, newer.tree.Hash, older.N, older.Hash), "consistency")
}

// copyAll copies all entries and all tiles: the entries have to lead to the signed root, and each tile has to be what
// they make.
func copyAll(log tiles, tree tlog.Tree) {
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	bundles := map[string][]byte{}
	for first := int64(0); first < tree.N; first += width {
		path, data, all := bundle(log, tree, first)
		for i, entry := range all {
			hashes, err := tlog.StoredHashes(first+int64(i), entry, own)
			check(err, path)
			stored = append(stored, hashes...)
		}
		bundles[path] = data
	}
	root, err := tlog.TreeHash(tree.N, own)
	check(err, "root of the entries")
	if root != tree.Hash {
		refuse("the entries do not lead to the signed root")
	}
	for path, data := range bundles {
		log.keep(path, data)
	}
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		made, err := tlog.ReadTileData(tile, own)
		check(err, "tile")
		path := tilePath(tile)
		if !bytes.Equal(log.get(path), made) {
			refuse("%s is not what the entries make", path)
		}
		log.keep(path, made)
	}
}

// bundle is the one that begins with this leaf, as far as the tree goes.
func bundle(log tiles, tree tlog.Tree, first int64) (string, []byte, [][]byte) {
	w := width
	if rest := tree.N - first; rest < width {
		w = int(rest)
	}
	path := "tile/entries/" + number(first/width, w)
	data := log.get(path)
	all := entries(data, path)
	if len(all) != w {
		refuse("%s: %d entries instead of %d", path, len(all), w)
	}
	return path, data, all
}

func prove(log tiles, tree tlog.Tree, reader tlog.HashReader, index int64) {
	_, _, all := bundle(log, tree, index/width*width)
	proof, err := tlog.ProveRecord(tree.N, index, reader)
	check(err, "inclusion")
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(all[index%width])), "inclusion")
}

func main() {
	log := tiles{os.Args[1], os.Args[3]}
	logKey, err := note.NewVerifier(os.Args[2])
	check(err, "key of the log")
	random := rand.New(rand.NewSource(integer(os.Args[4])))
	leaves, sizes := integer(os.Args[5]), integer(os.Args[6])
	verifiers := []note.Verifier{logKey}
	for _, vkey := range os.Args[7:] {
		witness, err := cosigner.New(vkey)
		check(err, "witness")
		verifiers = append(verifiers, witness)
	}

	first := cosigned(log.log, 1, verifiers)
	reader := tlog.TileHashReader(first.tree, log)
	if kept, err := os.ReadFile(log.file("checkpoint")); err == nil {
		older, _ := open(kept, verifiers)
		extends(first, reader, older.tree)
	}
	copyAll(log, first.tree)
	for n := int64(0); n < leaves; n++ {
		prove(log, first.tree, reader, random.Int63n(first.tree.N))
	}
	chain := []int64{}
	for n := int64(0); n < sizes; n++ {
		chain = append(chain, 1+random.Int63n(first.tree.N))
	}
	sort.Slice(chain, func(i, j int) bool { return chain[i] < chain[j] })
	for i, size := range chain {
		root, err := tlog.TreeHash(size, reader)
		check(err, "root of an older size")
		extends(first, reader, tlog.Tree{N: size, Hash: root})
		if i > 0 {
			older, err := tlog.TreeHash(chain[i-1], reader)
			check(err, "root of an older size")
			extends(checkpoint{tree: tlog.Tree{N: size, Hash: root}}, reader, tlog.Tree{N: chain[i-1], Hash: older})
		}
	}
	log.keep("checkpoint", first.note)

	// The log runs on: what it shows next has to go on from what was shown first.
	next := cosigned(log.log, first.tree.N+1, verifiers)
	if bytes.Equal(next.note, first.note) {
		refuse("the same checkpoint twice")
	}
	reader = tlog.TileHashReader(next.tree, log)
	extends(next, reader, first.tree)
	copyAll(log, next.tree)
	log.keep("checkpoint", next.note)
	fmt.Printf("%s: %d signatures, %d leaves mirrored, %d proven, %d older sizes; grown to %d\n",
		logKey.Name(), len(verifiers), first.tree.N, leaves, sizes, next.tree.N)
}

func integer(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	check(err, "argument")
	return n
}

func check(err error, what string) {
	if err != nil {
		refuse("%s: %v", what, err)
	}
}

func refuse(format string, arguments ...interface{}) {
	fmt.Printf("refused: "+format+"\n", arguments...)
	os.Exit(1)
}
