package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/config"
	"usher/ui"
	"usher/ui/users"
)

// filed is a setup whose views live in a configuration file, as the program
// does it.
func filed(t *testing.T, path string, s setup) setup {
	s.options = func(o *ui.Options) {
		c, err := config.Load(config.Inputs{File: path, Lookup: func(string) (string, bool) { return "", false }})
		require.NoError(t, err)
		o.Views, o.SaveViews = fromFile(c.Views), func(change users.Change) ([]users.View, error) {
			saved, err := config.EditViews(path, toFile(users.BuiltIn()), func(now []config.View) ([]config.View, error) {
				next, err := change(fromFile(now))
				return toFile(next), err
			})
			return fromFile(saved), err
		}
	}
	return s
}

func fromFile(views []config.View) []users.View {
	var out []users.View
	for _, v := range views {
		out = append(out, users.View{Name: v.Name, Query: v.Query, Columns: users.ParseColumns(strings.Join(v.Columns, ","))})
	}
	return out
}

func toFile(views []users.View) []config.View {
	var out []config.View
	for _, v := range views {
		c := config.View{Name: v.Name, Query: v.Query}
		for _, s := range v.Columns {
			c.Columns = append(c.Columns, s.String())
		}
		out = append(out, c)
	}
	return out
}

func temporary(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if text != "" {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return path
}

func (r *rig) search(text string) {
	r.Press("/")
	r.Type(text)
	r.Press("enter")
	r.Advance(time.Second)
}

func (r *rig) command(text string) {
	r.Press(":")
	r.Type(text)
	r.Press("enter")
	r.Advance(time.Second)
}

// row is the line of the views.
func (r *rig) row() string { return strings.Split(r.View(), "\n")[1] }

func TestASearchBecomesAViewThatIsThereAfterARestart(t *testing.T) {
	const before = "# mine\ntheme: dark # a dark room\n"
	path := temporary(t, before)
	scenario(t, filed(t, path, setup{}), func(t *testing.T, r *rig) {
		r.search("spam")
		r.Press("V", "s")
		r.Type("Spam wave")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("Saved the view “Spam wave”")
		assert.Contains(t, r.row(), "Spam wave")
		r.Lacks("/ spam")
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(text), before), "nothing else changes")
	assert.Contains(t, string(text), "  - name: Spam wave\n    query: spam\n")
	scenario(t, filed(t, path, setup{width: 160, height: 50}), func(t *testing.T, r *rig) {
		r.Advance(2 * time.Second)
		n := len(users.BuiltIn()) + 1
		assert.Regexp(t, `Spam wave [1-9]`, r.row(), "with its count")
		r.Press(string(rune('0' + n)))
		r.Advance(time.Second)
		r.Contains("@spam.example")
		r.Lacks("alice@acme.example")
	})
}

func TestViewsAreRenamedMovedRemovedAndRestored(t *testing.T) {
	path := temporary(t, "views:\n  # everybody\n  - name: All\n  # the bad ones\n  - name: Banned # b\n    query: banned:yes\n")
	scenario(t, filed(t, path, setup{}), func(t *testing.T, r *rig) {
		r.Press("V", "j", "r")
		for range 10 {
			r.Press("backspace")
		}
		r.Type("Barred")
		r.Press("enter", "K")
		r.Contains("▸ 1 Barred")
		r.Press("esc")
		assert.Regexp(t, `1 Barred 3 +2 All 300`, r.row(), "the number went along")
		r.command("view move 1")
		assert.Regexp(t, `1 All 300 +2 Barred 3`, r.row(), "the present view is still All")
		r.Press("2")
		r.Advance(time.Second)
		r.command("view remove")
		r.Contains("Removed the view “Barred”")
		assert.NotContains(t, r.row(), "Barred")
		r.Contains("alice@acme.example")
		r.command("view restore")
		assert.Contains(t, r.row(), "2 Barred")
		r.command("view restore Dormant")
		assert.Contains(t, r.row(), "Dormant")
		r.command("view remove all")
		r.command("view remove barred")
		r.command("view remove")
		r.Contains("one view has to stay")
		assert.Contains(t, r.row(), "1 Dormant")
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(text), "# everybody\n")
	assert.Contains(t, string(text), "# the bad ones\n")
	assert.Contains(t, string(text), "- name: Dormant\n    query: active:>90d\n")
}

func TestNamesThatAreRefused(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("V", "s", "enter")
		r.Contains("A view needs a name.")
		r.Type("banned")
		r.Press("enter")
		r.Contains("There is a view called “Banned” already.")
		r.Press("esc", "esc")
		r.command("view save All")
		r.Contains("there is a view called “All” already")
		r.Press("esc")
		r.command("view rename")
		r.Contains("a view needs a name")
		r.Press("esc")
		r.command("view nonsense")
		r.Contains("no view is called so")
		r.Press("esc")
		r.command("view banned")
		r.Contains("bob@spam.example")
		r.Lacks("alice@acme.example")
	})
}

func TestViewsBeyondTheNinthAndTheEndOfTheRow(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		for _, name := range []string{"e", "f", "g", "h", "i", "j", "k", "l"} {
			r.command("view save view " + name)
		}
		assert.Contains(t, r.row(), "view l")
		r.Press("]")
		assert.Contains(t, r.row(), "1 All")
		r.Press("[")
		assert.Contains(t, r.row(), "view l")
		assert.Contains(t, r.row(), "‹")
		line := []rune(r.row())
		for x := len(line) - 1; x >= 0; x-- {
			if line[x] == '+' {
				r.Click(x, 1)
				break
			}
		}
		r.Contains("Save as")
		r.Press("esc", "esc")
		r.Press("V")
		r.Contains("view l")
		r.Press("G", "enter")
		r.Advance(time.Second)
		r.Lacks("Save as")
	})
}

func TestADamagedFileIsToldByItsLineAlone(t *testing.T) {
	path := temporary(t, "theme: dark\n")
	scenario(t, filed(t, path, setup{}), func(t *testing.T, r *rig) {
		require.NoError(t, os.WriteFile(path, []byte("theme: dark\nviews: [\n"), 0o600))
		r.search("spam")
		r.command("view save Spam")
		r.Contains("stay as they are until usher ends")
		r.Contains(":2:")
		r.Lacks("1 |")
		r.Lacks("theme: dark")
	})
}

func TestWhatCannotBeWrittenStaysForThisRun(t *testing.T) {
	path := temporary(t, "theme: dark\n")
	require.NoError(t, os.Chmod(path, 0o400))
	scenario(t, filed(t, path, setup{}), func(t *testing.T, r *rig) {
		r.search("spam")
		r.command("view save Spam")
		r.Contains("Not saved, the views stay as they are until usher ends")
		r.Contains("read-only")
		assert.Contains(t, r.row(), "Spam")
		require.NoError(t, os.Chmod(path, 0o600))
		r.Press("x")
		r.command("view save Second")
		assert.Contains(t, r.row(), "Second")
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(text), "name: Spam\n", "it is written with the next one")
	assert.Contains(t, string(text), "name: Second\n")
}

func TestAViewThatSomebodyElseAddedAppears(t *testing.T) {
	path := temporary(t, "")
	scenario(t, filed(t, path, setup{width: 200, height: 50}), func(t *testing.T, r *rig) {
		r.command("view save Mine")
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, append(raw, "  - name: Theirs\n    query: banned:yes\n"...), 0o600))
		r.command("view save Later")
		assert.Contains(t, r.row(), "Theirs")
		assert.Contains(t, r.row(), "Later")
	})
}

func TestColumnsAreChosenSeenAtOnceAndKept(t *testing.T) {
	path := temporary(t, "# mine\n")
	scenario(t, filed(t, path, setup{width: 200, height: 50}), func(t *testing.T, r *rig) {
		head := func() string {
			return strings.Join(strings.Fields(strings.SplitN(strings.Split(r.View(), "\n")[3], "│", 2)[0]), " ")
		}
		assert.Equal(t, "NAME EMAIL STATE MFA LAST ACTIVE CREATED ▾", head())
		r.Press("C", "j", "j", "space")
		assert.Equal(t, "NAME EMAIL MFA LAST ACTIVE CREATED ▾", head(), "seen at once")
		r.Press("esc")
		assert.Equal(t, "NAME EMAIL STATE MFA LAST ACTIVE CREATED ▾", head(), "put back")
		r.Press("C", "K", "J", "j", "j", "space", "k", ">", ">", "a")
		r.Type("plan")
		r.Press("tab", "enter", "K", "K", "K", "enter")
		r.Advance(time.Second)
		assert.Equal(t, "EMAIL NAME STATE PLAN LAST ACTIVE CREATED ▾", strings.Join(strings.Fields(head()), " "))
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(text), "# mine\n")
	assert.Regexp(t, `columns: \[email, name, state:\d+, public.plan, last_active, created\]`, string(text))
}

func TestColumnsAsACommand(t *testing.T) {
	scenario(t, setup{width: 160, height: 50}, func(t *testing.T, r *rig) {
		head := func() string { return strings.Split(r.View(), "\n")[3] }
		r.command("columns name,email:20,public.plan,private.crm_id,locale")
		assert.Regexp(t, `NAME +EMAIL +PLAN +CRM_ID \(PRIVATE\) +LOCALE`, head())
		assert.NotContains(t, head(), "STATE")
		r.command("columns show-private")
		r.command("columns mask-private")
		r.Press("2")
		r.Advance(time.Second)
		assert.Contains(t, head(), "STATE", "another view has its own")
		r.Press("1")
		assert.Contains(t, head(), "PLAN")
		r.command("columns name,emial")
		r.Contains("there is no column called “emial”")
		r.Press("esc")
		r.command("columns name,name")
		r.Contains("the column is named twice")
		r.Press("esc")
		r.command("columns reset")
		assert.Regexp(t, `NAME +EMAIL +STATE +MFA`, head())
		r.Press("C", "space", "j", "space", "j", "space", "j", "space", "j", "space", "j", "space")
		r.Contains("One column has to stay.")
		r.Press("esc")
		assert.Regexp(t, `NAME +EMAIL +STATE +MFA`, head())
	})
}

func TestEveryScriptStaysAligned(t *testing.T) {
	for _, columns := range []string{"name,email,state,mfa,last_active,created", "state,name,public.plan,username,locale,created"} {
		scenario(t, setup{width: 200, height: 50, users: 250}, func(t *testing.T, r *rig) {
			r.command("columns " + columns)
			last := ""
			for range 6 {
				lines := strings.Split(r.View(), "\n")
				head, _, _ := strings.Cut(lines[3], "│")
				at := ansi.StringWidthWc(head[:strings.Index(head, "CREATED")])
				for _, l := range lines[4:48] {
					left, _, _ := strings.Cut(l, "│")
					if strings.TrimSpace(left) == "" {
						continue
					}
					before := ansi.TruncateWc(left, at, "")
					assert.Equal(t, at, ansi.StringWidthWc(before), left)
					assert.True(t, strings.HasSuffix(before, " "), left)
					assert.Regexp(t, `^\S`, strings.TrimPrefix(left, before), left)
				}
				if r.View() == last {
					break
				}
				last = r.View()
				r.Press("pgdown")
				r.Advance(time.Second)
			}
		})
	}
}

func TestLooksOfViewsAndColumns(t *testing.T) {
	look(t, "views", setup{}, func(r *rig) { r.Press("V", "j") })
	look(t, "views-save", setup{}, func(r *rig) { r.search("spam"); r.Press("V", "s"); r.Type("Banned"); r.Press("enter") })
	look(t, "columns", setup{}, func(r *rig) { r.Press("C", "j", "j", "space") })
	look(t, "columns-path", setup{}, func(r *rig) { r.Press("C", "a"); r.Type("p") })
	look(t, "views-many", setup{}, func(r *rig) {
		for _, name := range []string{"five", "six", "seven", "eight", "nine", "ten", "李小龍 and others"} {
			r.command("view save " + name)
		}
		r.Press("x")
	})
}
