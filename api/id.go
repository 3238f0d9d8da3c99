package api

import (
	"bytes"
	"strings"
)

// ID is an identifier given by the server, such as user_2NNE… or idn_2NNE….
// Decoding keeps only ids made of printable ASCII without spaces, slashes,
// quotes or backslashes; anything else becomes "", so that an ID is always
// safe to draw and never changes a path.
type ID string

// maxIDLen bounds an id in bytes; Clerk's own are about 32.
const maxIDLen = 255

// Valid reports whether the id can be put into a path.
func (id ID) Valid() bool { return validID(id) }

func validID[T ~string | ~[]byte](id T) bool {
	if len(id) == 0 || len(id) > maxIDLen || string(id) == "." || string(id) == ".." {
		return false
	}
	for i := range len(id) {
		if c := id[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`/\"'<>?#%`, c) >= 0 {
			return false
		}
	}
	return true
}

// UnmarshalJSON decodes a string; an invalid id or another type becomes "".
func (id *ID) UnmarshalJSON(b []byte) error {
	value(bytes.TrimSpace(b)).id(id)
	return nil
}
