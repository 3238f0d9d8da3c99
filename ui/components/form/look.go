package form

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
)

const (
	maxDirectory = 4000 // entries read of one directory
	maxNames     = 200  // completions kept
)

// found is what was found at a path.
type found struct {
	text    string   // the path as typed
	path    string   // without ~
	names   []string // last parts that the typed one may become; directories end in /
	size    int64
	ok      bool   // a regular file that can be read
	kind    string // what its first bytes are, as a media type
	dir     bool   // a directory, so more is to be typed
	problem string // why it cannot be used
}

// look finds what stands at a path and what it may become. It touches the
// disk, which may be slow: it belongs into a command.
func look(text string) found {
	r := found{text: text, path: expand(text)}
	if text == "" {
		return r
	}
	r.names = completions(r.path, text)
	info, err := os.Stat(r.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.problem = "no such file"
	case errors.Is(err, fs.ErrPermission):
		r.problem = "not allowed to look there"
	case err != nil:
		r.problem = "cannot be read"
	case info.IsDir():
		r.dir, r.problem = true, "a directory; choose a file in it"
	case !info.Mode().IsRegular():
		r.problem = "not a regular file"
	default:
		r.size = info.Size()
		r.kind, r.problem = sniff(r.path)
		r.ok = r.problem == ""
	}
	return r
}

// sniff reads what a file begins with.
func sniff(path string) (kind, problem string) {
	f, err := os.Open(path)
	if err != nil {
		return "", "not allowed to read it"
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", "cannot be read"
	}
	return http.DetectContentType(head[:n]), ""
}

// expand replaces a ~ at the start by the home directory.
func expand(text string) string {
	if text != "~" && !strings.HasPrefix(text, "~/") {
		return text
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return text
	}
	return home + text[1:]
}

// completions lists what the last part of the path may become. Hidden files
// count only when the part begins with a dot.
func completions(path, text string) []string {
	if text == "~" {
		return []string{"~/"}
	}
	dir, part := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	list, err := d.ReadDir(maxDirectory)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	names := matching(dir, list, func(name string) bool { return strings.HasPrefix(name, part) }, part)
	if len(names) == 0 {
		lower := strings.ToLower(part)
		names = matching(dir, list, func(name string) bool { return strings.HasPrefix(strings.ToLower(name), lower) }, part)
	}
	slices.Sort(names)
	return names[:min(len(names), maxNames)]
}

func matching(dir string, list []fs.DirEntry, fits func(string) bool, part string) []string {
	var out []string
	for _, e := range list {
		name := e.Name()
		if !fits(name) || strings.HasPrefix(name, ".") && !strings.HasPrefix(part, ".") {
			continue
		}
		if isDir(dir, e) {
			name += "/"
		}
		out = append(out, name)
	}
	return out
}

// isDir follows a link to see whether there is a directory behind it.
func isDir(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// judge says what is wrong with a file for a field.
func (r found) judge(field *Field) string {
	if r.text == "" || r.problem != "" {
		return r.problem
	}
	if len(field.Extensions) > 0 && !slices.Contains(field.Extensions, strings.ToLower(filepath.Ext(r.path))) {
		return "only " + strings.Join(field.Extensions, ", ")
	}
	if field.Limit > 0 && r.size > int64(field.Limit) {
		return fmt.Sprintf("%s, at most %s", bytesOf(r.size), bytesOf(int64(field.Limit)))
	}
	if r.size == 0 {
		return "the file is empty"
	}
	if field.Image && !slices.Contains([]string{"image/jpeg", "image/png", "image/gif", "image/webp"}, r.kind) {
		return "it is not a JPEG, PNG, GIF or WebP picture"
	}
	return ""
}

func bytesOf(n int64) string { return humanize.Bytes(uint64(max(n, 0))) }

// common is the longest start that all names share.
func common(names []string) string {
	if len(names) == 0 {
		return ""
	}
	first := []rune(names[0])
	n := len(first)
	for _, name := range names[1:] {
		r := []rune(name)
		n = min(n, len(r))
		for i := range n {
			if r[i] != first[i] {
				n = i
				break
			}
		}
	}
	return string(first[:n])
}

// dropped reads a path as terminals paste it when a file is dropped on them:
// quoted, with escaped blanks, or as a file:// address.
func dropped(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "file://"); ok && strings.HasPrefix(rest, "/") {
		if p, err := url.PathUnescape(rest); err == nil {
			return p
		}
	}
	for _, q := range []string{"'", `"`} {
		if len(s) > 1 && strings.HasPrefix(s, q) && strings.HasSuffix(s, q) {
			return s[1 : len(s)-1]
		}
	}
	return strings.ReplaceAll(s, `\ `, " ")
}
