package config

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func builtIn() []View {
	return []View{{Name: "All"}, {Name: "Banned", Query: "banned:yes"}}
}

// commented is a file with comments wherever one can stand.
const commented = `# head of the file
theme: dark   # a dark room
rate: &rate   # shared

  person: 30
# before the views
views:   # my views
  # everybody
  - name: All      # all of them
    # no query here

  # the bad ones
  - name: "Banned"
    query: 'banned:yes'   # as the API has it

# a section of its own

  - # a lonely dash
    name: Wave
    query: >-
      created:today
      domain:spam.example
    columns:   # chosen
      - name
      # wide, please
      - email:40
  - {name: Flow, query: "locked:yes"} # in braces
# after the views
zone: UTC
keys:
  search: ["/"]  # as ever
instances:
  dev: # here
    key_env: DEV_KEY
# end
`

func edit(t *testing.T, path string, change func([]View) []View) []View {
	t.Helper()
	got, err := EditViews(path, builtIn(), func(v []View) ([]View, error) { return change(v), nil })
	require.NoError(t, err)
	return got
}

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(raw)
}

func TestViewsAreRead(t *testing.T) {
	path := write(t, commented)
	c, err := Load(Inputs{Lookup: env(), File: path})
	require.NoError(t, err)
	assert.Equal(t, []View{
		{Name: "All", Origin: Origin(path + ":9")},
		{Name: "Banned", Query: "banned:yes", Origin: Origin(path + ":13")},
		{Name: "Wave", Query: "created:today domain:spam.example", Columns: []string{"name", "email:40"}, Origin: Origin(path + ":19")},
		{Name: "Flow", Query: "locked:yes", Origin: Origin(path + ":27")},
	}, c.Views)
	for _, text := range []string{
		"q: &q x\n", // an unknown setting
		"views: 3", "views:\n  a: b", "views:\n  - just text", "views:\n  - name: A\n    quary: x", "views:\n  - query: x",
		"views:\n  - name: A\n  - name: a", "views:\n  - name: " + strings.Repeat("x", 41), "views:\n  - name: [A]",
	} {
		_, err := Load(Inputs{Lookup: env(), File: write(t, text)})
		assert.ErrorContains(t, err, "config.yaml:", text)
	}
	c, err = Load(Inputs{Lookup: env(), File: write(t, "\ufeffviews:\n- &a\n  name: &n A\n  query: x\n  columns: name, email:20\n- name: B\n  query: *n\n")})
	require.NoError(t, err)
	assert.Equal(t, []string{"name", "email:20"}, c.Views[0].Columns)
	assert.Equal(t, "A", c.Views[1].Query, "an alias")
}

func TestComplaintsAboutViews(t *testing.T) {
	for text, want := range map[string]string{
		"views: all":                            "config.yaml:1: want a list of views here, each with a name and a query",
		"views:\n  - name: A\n    quary: x":     `config.yaml:3: no setting of views is called "quary"; did you mean "query"?`,
		"views:\n  - query: x":                  "config.yaml:2: a view needs a name",
		"views:\n  - name: A\n  - name: \"a \"": `config.yaml:3: there are two views called "a", see`,
	} {
		_, err := Load(Inputs{Lookup: env(), File: write(t, text)})
		assert.ErrorContains(t, err, want)
	}
}

func TestAViewIsAddedAndNothingElseChanges(t *testing.T) {
	path := write(t, commented)
	edit(t, path, func(v []View) []View { return append(v, View{Name: "New", Query: `"two words" -org:acme`}) })
	want := strings.Replace(commented, "# in braces\n", "# in braces\n\n  - name: New\n    query: \"\\\"two words\\\" -org:acme\"\n", 1)
	want = strings.Replace(want, "braces\n\n  - name: New", "braces\n  - name: New", 1)
	assert.Equal(t, want, content(t, path))
}

func TestAViewIsRenamed(t *testing.T) {
	path := write(t, commented)
	edit(t, path, func(v []View) []View { v[0].Name, v[2].Name = "Everybody", "Spam: wave"; return v })
	want := strings.Replace(commented, "- name: All      # all of them", "- name: Everybody # all of them", 1)
	want = strings.Replace(want, "    name: Wave\n", "    name: \"Spam: wave\"\n", 1)
	assert.Equal(t, want, content(t, path))
}

func TestValuesOfSeveralLinesKeepTheirComments(t *testing.T) {
	path := write(t, commented)
	edit(t, path, func(v []View) []View {
		v[2].Query, v[2].Columns = "created:today", []string{"email:50", "public.plan"}
		v[3].Name = "Locked"
		return v
	})
	want := strings.Replace(commented, "    query: >-\n      created:today\n      domain:spam.example\n", "    query: created:today\n", 1)
	want = strings.Replace(want, "    columns:   # chosen\n      - name\n      # wide, please\n      - email:40\n",
		"    columns: [email:50, public.plan] # chosen\n    # wide, please\n", 1)
	want = strings.Replace(want, "  - {name: Flow, query: \"locked:yes\"} # in braces\n", "  # in braces\n  - name: Locked\n    query: locked:yes\n", 1)
	assert.Equal(t, want, content(t, path))
}

func TestViewsAreMovedWithTheirComments(t *testing.T) {
	path := write(t, commented)
	edit(t, path, func(v []View) []View { return []View{v[1], v[0], v[2], v[3]} })
	want := strings.Replace(commented, `  # everybody
  - name: All      # all of them
    # no query here

  # the bad ones
  - name: "Banned"
    query: 'banned:yes'   # as the API has it
`, `  # the bad ones
  - name: "Banned"
    query: 'banned:yes'   # as the API has it

  # everybody
  - name: All      # all of them
    # no query here
`, 1)
	assert.Equal(t, want, content(t, path))
}

func TestAViewIsRemovedAndItsCommentsStay(t *testing.T) {
	path := write(t, commented)
	edit(t, path, func(v []View) []View { return slices.Delete(v, 1, 2) })
	want := strings.Replace(commented, `
  # the bad ones
  - name: "Banned"
    query: 'banned:yes'   # as the API has it
`, "  # the bad ones\n  # as the API has it\n", 1)
	assert.Equal(t, want, content(t, path))
}

func TestTheFirstChangeWritesTheWholeList(t *testing.T) {
	add := func(v []View) []View {
		return append(v, View{Name: "Spam", Query: "email~spam", Columns: []string{"name", "email:30"}})
	}
	const list = "views:\n  - name: All\n  - name: Banned\n    query: banned:yes\n  - name: Spam\n    query: \"email~spam\"\n    columns: [name, email:30]\n"
	for name, tt := range map[string]struct{ before, after string }{
		"settings":              {"theme: dark # x\n", "theme: dark # x\n\n" + list},
		"no newline at end":     {"theme: dark", "theme: dark\n\n" + list},
		"only a comment":        {"# nothing\n", "# nothing\n\n" + list},
		"empty":                 {"", list},
		"blank line at end":     {"theme: dark\n\n", "theme: dark\n\n" + list},
		"without a value":       {"views: # none yet\ntheme: dark\n", "# none yet\n" + list + "theme: dark\n"},
		"empty list":            {"views: []\n\ntheme: dark\n", list + "\ntheme: dark\n"},
		"document end":          {"---\ntheme: dark\n...\n", "---\ntheme: dark\n\n" + list + "...\n"},
		"settings are indent":   {"  theme: dark\n", "  theme: dark\n\n  " + strings.TrimRight(strings.ReplaceAll(list, "\n", "\n  "), " ")},
		"a mark at its begin":   {"\ufefftheme: dark\n", "\ufefftheme: dark\n\n" + list},
		"windows":               {"theme: dark\r\n# x\r\n", "theme: dark\r\n# x\r\n\r\n" + strings.ReplaceAll(list, "\n", "\r\n")},
		"block text at the end": {"operator: |-\n  ann\n", "operator: |-\n  ann\n\n" + list},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, tt.before)
			edit(t, path, add)
			assert.Equal(t, tt.after, content(t, path))
			edit(t, path, func(v []View) []View { v[2].Columns = nil; return v })
			edit(t, path, func(v []View) []View { v[2].Columns = []string{"name", "email:30"}; return v })
			assert.Equal(t, tt.after, content(t, path), "there and back")
		})
	}
}

func TestAListInBracketsIsWrittenAnewWithItsComments(t *testing.T) {
	path := write(t, "theme: dark\nviews: [ # mine\n  {name: A, query: x}, # first\n  {name: B},\n]\n# end\nzone: UTC\n")
	edit(t, path, func(v []View) []View { return []View{v[1], v[0]} })
	assert.Equal(t, "theme: dark\n# mine\n# first\nviews:\n  - name: B\n  - name: A\n    query: x\n# end\nzone: UTC\n", content(t, path))
}

func TestWhatCannotBeChangedWithoutHarmIsLeft(t *testing.T) {
	for name, text := range map[string]string{
		"in braces":            "{theme: dark, page_size: 20}\n",
		"an anchor used later": "views:\n  - name: &n Ann\n    query: x\noperator: *n\n",
	} {
		path := write(t, text)
		_, err := EditViews(path, builtIn(), func(v []View) ([]View, error) { v[0].Name = "Other"; return v, nil })
		assert.Error(t, err, name)
		assert.Equal(t, text, content(t, path), name)
	}
	path := write(t, "theme: pink dark\n")
	_, err := EditViews(path, builtIn(), func(v []View) ([]View, error) { return v[:1], nil })
	require.NoError(t, err, "the value of another setting is not judged here")
	path = write(t, "theme: [\n")
	_, err = EditViews(path, builtIn(), func(v []View) ([]View, error) { return v[:1], nil })
	require.ErrorContains(t, err, "mend the file first: "+path+":1: ")
	_, err = EditViews(write(t, ""), builtIn(), func([]View) ([]View, error) { return nil, nil })
	require.ErrorContains(t, err, "one view has to stay")
}

func TestAnchorsElsewhereStay(t *testing.T) {
	const before = "operator: &who ann # me\nactor: *who\nviews: &v\n- name: A\n  query: &q x\n- &b\n  name: B\n  query: *q\n"
	path := write(t, before)
	edit(t, path, func(v []View) []View { v[1].Name = "C"; return append(v, View{Name: "D"}) })
	assert.Equal(t, strings.Replace(before, "name: B", "name: C", 1)+"- name: D\n", content(t, path))
}

func TestNothingIsLostOfAnEditElsewhere(t *testing.T) {
	path := write(t, "theme: dark\n")
	edit(t, path, func(v []View) []View { return append(v, View{Name: "Mine"}) })
	// Meanwhile somebody adds a view and a comment in an editor.
	text := strings.Replace(content(t, path), "theme: dark\n", "theme: light # brighter\n", 1) + "  - name: Theirs # new\n"
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	got := edit(t, path, func(v []View) []View { return append(v, View{Name: "Later"}) })
	assert.Len(t, got, 5)
	assert.Equal(t, text+"  - name: Later\n", content(t, path))
}

func TestAnEditBetweenReadingAndWritingIsTakenIn(t *testing.T) {
	path := write(t, "theme: dark\n")
	calls := 0
	_, err := EditViews(path, builtIn(), func(v []View) ([]View, error) {
		if calls++; calls == 1 {
			require.NoError(t, os.WriteFile(path, []byte("theme: light\n"), 0o600))
		}
		return append(v, View{Name: "X"}), nil
	})
	require.NoError(t, err)
	assert.Equal(t, 2, calls)
	assert.Contains(t, content(t, path), "theme: light")
}

func TestTheFileAndItsFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "usher", "config.yaml")
	edit(t, path, func(v []View) []View { return v[:1] })
	assert.Equal(t, newFile+"\nviews:\n  - name: All\n", content(t, path))
	mode := func(p string) fs.FileMode {
		info, err := os.Stat(p)
		require.NoError(t, err)
		return info.Mode().Perm()
	}
	assert.Equal(t, fs.FileMode(0o600), mode(path))
	assert.Equal(t, fs.FileMode(0o700), mode(filepath.Dir(path)))

	require.NoError(t, os.Chmod(path, 0o644))
	edit(t, path, func(v []View) []View { return append(v, View{Name: "B"}) })
	assert.Equal(t, fs.FileMode(0o644), mode(path), "the permissions stay")

	link := filepath.Join(dir, "link.yaml")
	require.NoError(t, os.Symlink(filepath.Join("new", "usher", "config.yaml"), link))
	edit(t, link, func(v []View) []View { return append(v, View{Name: "C"}) })
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&fs.ModeSymlink, "a link stays one")
	assert.Contains(t, content(t, path), "name: C")

	require.NoError(t, os.Chmod(path, 0o400))
	_, err = EditViews(path, builtIn(), func(v []View) ([]View, error) { return v[:1], nil })
	require.ErrorContains(t, err, "is read-only")
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left behind")
	_, err = EditViews(dir, builtIn(), func(v []View) ([]View, error) { return v[:1], nil })
	require.ErrorContains(t, err, "no ordinary file")
	refused := errors.New("no")
	_, err = EditViews(filepath.Join(dir, "none.yaml"), builtIn(), func([]View) ([]View, error) { return nil, refused })
	require.ErrorIs(t, err, refused)
	assert.NoFileExists(t, filepath.Join(dir, "none.yaml"))
}

// TestManyEdits changes the views at random: the file must come to say what
// was wanted, and no comment outside of the views may be lost.
func TestManyEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := []string{"a", "banned:yes", "x: y", "# no comment", `"q" 'p'`, "true", "-a", "a:", "é 李小龍 😀", "\x1b[31m", "\u202e", "@x", "a  b", "[x]", "{", "*a", "1", "1.5", "~", "<b>&"}
	pick := func() string { return texts[r.IntN(len(texts))] }
	for range 40 {
		before := commented
		if r.IntN(2) == 0 {
			before = strings.ReplaceAll(before, "\n", "\r\n")
		}
		path := write(t, before)
		for range 6 {
			want := edit(t, path, func(v []View) []View {
				i := r.IntN(len(v))
				switch r.IntN(6) {
				case 0:
					v = slices.Insert(v, i, View{Name: "n " + pick() + strings.Repeat("x", r.IntN(20)), Query: pick()})
				case 1:
					v[i].Query = pick()
				case 2:
					v[i].Columns = [][]string{nil, {"name"}, {"email:3", "public.a b", pick()}}[r.IntN(3)]
				case 3:
					k := r.IntN(len(v))
					v[i], v[k] = v[k], v[i]
				case 4:
					if len(v) > 1 {
						v = slices.Delete(v, i, i+1)
					}
				default:
					v[i].Name = "r" + pick() + strings.Repeat("y", r.IntN(20))
				}
				seen := map[string]bool{}
				return slices.DeleteFunc(v, func(v View) bool {
					twice := seen[strings.ToLower(v.Name)]
					seen[strings.ToLower(v.Name)] = true
					return twice
				})
			})
			c, err := Load(Inputs{Lookup: env(), File: path})
			require.NoError(t, err, content(t, path))
			require.True(t, slices.EqualFunc(want, c.Views, View.same), "%v\n%s", want, content(t, path))
		}
		got := map[string]bool{}
		for _, tk := range lexer.Tokenize(strings.ReplaceAll(content(t, path), "\r", "")) {
			if tk.Type == token.CommentType {
				got[tk.Value] = true
			}
		}
		for _, c := range []string{" head of the file", " a dark room", " shared", " before the views", " my views", " everybody", " the bad ones", " a section of its own", " after the views", " as ever", " here", " end"} {
			require.True(t, got[c], "%q is gone from\n%s", c, content(t, path))
		}
	}
}
