// Checks an exported access log with the code of the Go checksum database, and nothing of the hub:
// who signed the checkpoint, and whether every tile, bundle and leaf leads to its root.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check.go FOLDER [VKEY]
package main

import (
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type export struct{ folder string }

func (export) Height() int                         { return 8 }
func (export) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (e export) file(name string) ([]byte, error)  { return os.ReadFile(filepath.Join(e.folder, name)) }
func (e export) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for at, tile := range tiles {
		// The checksum database has the height in its paths; C2SP tlog-tiles has not.
		bytes, err := e.file(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all[at] = bytes
	}
	return all, nil
}

func main() {
	log.SetFlags(0)
	e := export{os.Args[1]}
	key := must(e.file("vkey"))
	if len(os.Args) > 2 {
		key = []byte(os.Args[2])
	}
	verifier := must(note.NewVerifier(strings.TrimSpace(string(key))))
	signed := must(note.Open(must(e.file("checkpoint")), note.VerifierList(verifier)))
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatalf("the checkpoint is of another log")
	}
	var size int64
	if _, err := fmt.Sscanf(lines[1], "%d", &size); err != nil {
		log.Fatal(err)
	}
	root := must(tlog.ParseHash(lines[2]))
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, e)

	// Every leaf is read through proofs to the signed root, and compared with its entry.
	for first := int64(0); first < size; first += 256 {
		width := min(256, size-first)
		indexes := make([]int64, width)
		for at := range indexes {
			indexes[at] = tlog.StoredHashIndex(0, first+int64(at))
		}
		leaves := must(reader.ReadHashes(indexes))
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		bundle := must(e.file(path))
		for at := int64(0); at < width; at++ {
			length := int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:2+length]) != leaves[at] {
				log.Fatalf("index %d: the entry is not the leaf", first+at)
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			log.Fatalf("entries from index %d: more than the tree has", first)
		}
	}
	fmt.Printf("%s: %d entries, every one in the signed tree\n", verifier.Name(), size)
}

func must[Value any](value Value, err error) Value {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func min(one, other int64) int64 {
	if one < other {
		return one
	}
	return other
}
