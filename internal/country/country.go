// Package country names countries by their codes. The names are in English;
// a table of 3 KB that is only searched costs a start nothing, where the
// tables of golang.org/x/text take half a megabyte.
package country

import (
	_ "embed" // the table
	"strings"
)

//go:embed names.txt
var names string

// Name is the name of a country by its two-letter code, such as "Germany" for
// "DE"; "" for what is no code.
func Name(code string) string {
	if len(code) != 2 {
		return ""
	}
	_, rest, found := strings.Cut(names, "\n"+strings.ToUpper(code)+"\t")
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

// Describe puts the name beside a code: "Germany (DE)"; anything else stays
// as it is.
func Describe(s string) string {
	if name := Name(s); name != "" {
		return name + " (" + s + ")"
	}
	return s
}
