// Command docgen keeps the tables in the documents equal to the code: what
// stands between <!-- NAME:begin --> and <!-- NAME:end --> is generated. Without
// -write it only says whether the documents are current.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"usher/internal/cli"
	"usher/keymap"
	"usher/ui/actions"
)

func main() {
	write := flag.Bool("write", false, "rewrite the documents")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	if err := run(root, *write); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

// documents hold generated parts.
func documents() []string { return []string{"README.md", "CONTRIBUTING.md", "docs/SEARCH.md"} }

func run(root string, write bool) error {
	generated := parts()
	seen := map[string]bool{}
	for _, name := range documents() {
		path := filepath.Join(root, name)
		old, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read a document: %w", err)
		}
		next, used, err := replace(string(old), generated)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, part := range used {
			seen[part] = true
		}
		switch {
		case next == string(old):
		case !write:
			return fmt.Errorf("%s is not current; make docs mends it", name)
		default:
			if err := os.WriteFile(path, []byte(next), 0o644); err != nil { //nolint:gosec // a document for everyone
				return fmt.Errorf("write a document: %w", err)
			}
		}
	}
	for part := range generated {
		if !seen[part] {
			return fmt.Errorf("no document has a place for %q", part)
		}
	}
	return nil
}

// parts are the generated texts by name.
func parts() map[string]string {
	keys := keymap.Default()
	for _, a := range actions.All() {
		keys.AddAction(a.ID, a.Title)
	}
	var tables bytes.Buffer
	for _, t := range cli.KeyTables(keys) {
		fmt.Fprintf(&tables, "### %s\n\n", t.Title)
		t.Markdown(&tables)
		tables.WriteString("\n")
	}
	one := func(t cli.Table) string {
		var b bytes.Buffer
		t.Markdown(&b)
		return b.String()
	}
	return map[string]string{
		"keys": tables.String(), "actions": one(cli.ActionTable(keys)), "commands": one(cli.CommandTable()), "operations": one(cli.OperationTable()),
		"settings": one(cli.SettingTable()), "exit": one(cli.ExitTable()), "search": one(searchTable()),
	}
}

// replace fills in the parts that a document has a place for, and names them.
func replace(doc string, generated map[string]string) (string, []string, error) {
	var used []string
	for name, text := range generated {
		begin, end := "<!-- "+name+":begin -->", "<!-- "+name+":end -->"
		from := strings.Index(doc, begin)
		if from < 0 {
			continue
		}
		from += len(begin)
		length := strings.Index(doc[from:], end)
		if length < 0 {
			return "", nil, fmt.Errorf("%s has no %s", begin, end)
		}
		doc = doc[:from] + "\n" + strings.TrimRight(text, "\n") + "\n" + doc[from+length:]
		used = append(used, name)
	}
	return doc, used, nil
}
