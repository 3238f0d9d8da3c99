package form_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui/components/form"
)

func names() form.Options {
	return form.Options{ID: "user.rename", Title: "Rename", Fields: []form.Field{
		{ID: "first_name", Label: "First name", Value: "Alice"},
		{ID: "last_name", Label: "Last name", Help: "Shown behind the first name"},
		{ID: "username", Label: "Username", Required: true},
	}}
}

func TestWalkTypeAndSubmit(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		r.Press("tab")
		r.Type("Johnson Müller")
		r.Contains("Shown behind the first name")
		r.Press("down")
		r.Type("alice")
		r.Press("up", "up", "end")
		r.Type(" B")
		r.Press("shift+tab")
		assert.Contains(t, r.Line("[ go on ]"), "▸ [ go on ]")
		r.Press("enter")
		assert.Equal(t, form.Result{ID: "user.rename", OK: true, Values: map[string]string{
			"first_name": "Alice B", "last_name": "Johnson Müller", "username": "alice",
		}}, r.result())
		assert.True(t, r.form.Done())
		assert.Zero(t, r.host.stack.Len())
	})
}

func TestEnterGoesOnAndSubmitsOnTheLastField(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		r.Press("enter", "enter")
		assert.Empty(t, r.host.results)
		r.Type("al")
		r.Press("enter")
		assert.True(t, r.result().OK)
	})
}

func TestSaveSubmitsFromAnywhere(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		r.form.SetValues(map[string]string{"username": "al"})
		r.Press("ctrl+s")
		assert.Equal(t, "al", r.result().Values["username"])
	})
}

// The key that led to the form is still down when it appears.
func TestOpenerDoesNotSubmit(t *testing.T) {
	o := form.Options{ID: "f", Title: "F", Fields: []form.Field{{ID: "a", Label: "A", Value: "x"}}}
	open(t, o, 80, 24, func(r *rig) {
		r.host.stack.Pop()
		f := form.New(r.host.st, o)
		r.host.stack.Push(f, "enter")
		r.Press("enter")
		assert.Empty(t, r.host.results)
		r.Press("enter")
		assert.True(t, r.result().OK)
	})
}

func TestRequiredIsSaidAtTheField(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		r.Press("ctrl+s")
		r.Contains("✗ is required", "look again at Username", "▸ Username *", "* required")
		assert.Empty(t, r.host.results)
		r.Type("a")
		r.Lacks("✗ is required")
		r.Press("ctrl+s")
		assert.True(t, r.result().OK)
	})
}

func TestCheckNamesTheField(t *testing.T) {
	o := names()
	o.Check = func(v map[string]string) (string, error) {
		if v["first_name"] == "Alice" {
			return "first_name", errors.New("is the name\x1b[31m already")
		}
		return "", nil
	}
	open(t, o, 80, 24, func(r *rig) {
		r.form.SetValues(map[string]string{"username": "al"})
		r.Press("tab", "ctrl+s")
		r.Contains("✗ is the name␛[31m already", "▸ First name")
		r.Type("!")
		r.Press("ctrl+s")
		assert.Equal(t, "Alice!", r.result().Values["first_name"])
	})
}

func TestPasteIsNeverKeys(t *testing.T) {
	open(t, createUser(), 80, 24, func(r *rig) {
		r.Paste("q\tL\r\n")
		assert.Equal(t, "q", strings.TrimSpace(r.form.Values()["first_name"])[:1], "the tab did not leave the field")
		assert.Empty(t, r.form.Values()["last_name"])
		r.Press("tab", "tab")
		r.Paste("alice@acme.example\r\n  bob@acme.example  \n\n")
		assert.Equal(t, "alice@acme.example\nbob@acme.example", r.form.Values()["email_address"])
		r.Press("tab", "tab", "tab")
		r.Paste(" ")
		assert.Equal(t, "false", r.form.Values()["skip_password_checks"], "a tick is not pasted")
		r.Press("tab", "tab", "tab")
		r.Paste("enter")
		assert.Empty(t, r.host.results, "nor is the line that submits")
	})
}

func TestUndoWithinAField(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		value := func() string { return r.form.Values()["first_name"] }
		r.Type(" Bo Cy")
		r.Paste(" Dee")
		r.Press("backspace", "backspace")
		assert.Equal(t, "Alice Bo Cy D", value())
		for _, want := range []string{"Alice Bo Cy Dee", "Alice Bo Cy", "Alice Bo ", "Alice ", "Alice", "Alice"} {
			r.Press("ctrl+z")
			assert.Equal(t, want, value())
		}
		r.Press("tab")
		r.Type("x")
		r.Press("tab", "ctrl+z", "shift+tab", "ctrl+z")
		assert.Empty(t, r.form.Values()["last_name"], "each field has a history of its own")
	})
}

func TestUndoOfOtherFields(t *testing.T) {
	open(t, createUser(), 80, 40, func(r *rig) {
		r.Press("tab", "tab")
		r.Type("a@b.example")
		r.Press("enter")
		r.Type("c")
		r.Press("ctrl+z", "ctrl+z")
		assert.Equal(t, "a@b.example", r.form.Values()["email_address"])
		r.Type("!")
		assert.Equal(t, "a@b.example!", r.form.Values()["email_address"], "the cursor is back too")
		r.Press("tab", "tab", "tab", "space", "ctrl+z")
		assert.Equal(t, "false", r.form.Values()["skip_password_checks"])
		r.Press("tab")
		r.Type("germ")
		r.Press("enter", "shift+tab")
		assert.Equal(t, "de-DE", r.form.Values()["locale"])
		r.Press("ctrl+z")
		assert.Empty(t, r.form.Values()["locale"])
	})
}

func TestEscAsksBeforeThrowingAway(t *testing.T) {
	for _, leave := range []string{"esc", "ctrl+c"} {
		open(t, names(), 80, 24, func(r *rig) {
			r.Type("!")
			r.Press(leave)
			r.Contains("esc again throws away what you typed")
			assert.Empty(t, r.host.results)
			r.Type("?")
			r.Lacks("throws away")
			r.Press(leave, leave)
			assert.Equal(t, form.Result{ID: "user.rename", Values: map[string]string{
				"first_name": "Alice!?", "last_name": "", "username": "",
			}}, r.result(), "what was typed is handed over, so that it can be kept")
		})
		open(t, names(), 80, 24, func(r *rig) {
			r.Press("tab", leave)
			assert.False(t, r.result().OK, "nothing typed, nothing asked")
		})
	}
}

func TestRefusedRequestCostsNoTyping(t *testing.T) {
	open(t, createUser(), 80, 24, func(r *rig) {
		r.Type("Alice")
		r.Press("tab", "tab")
		r.Paste("alice@acme.example")
		r.Press("tab", "tab")
		r.Type("s3cret!")
		r.Press("ctrl+s")
		first := r.result()
		assert.Equal(t, "s3cret!", first.Values["password"])

		r.host.results = nil
		r.form.Forget() // as whoever sent the values does
		r.again(map[string]string{"email_address[1]": "is taken", "unknown\u202e": "is odd"})
		r.Contains("✗ is taken", "alice@acme.example", "Alice", "unknown‹RLO›: is odd", "type it again: it was not kept")
		assert.NotContains(t, r.form.Values(), "password")
		r.Press("ctrl+s")
		second := r.result()
		assert.Empty(t, second.Values["password"], "a secret is not kept once it was sent")
		delete(first.Values, "password")
		delete(second.Values, "password")
		assert.Equal(t, first.Values, second.Values)
	})
}

func TestSecretsStayOut(t *testing.T) {
	open(t, createUser(), 80, 24, func(r *rig) {
		r.Press("tab", "tab", "tab", "tab")
		r.Paste("hunter2 hunter2\n")
		r.Lacks("hunter2")
		r.Contains("•••••••••••••••")
		r.form.SetValues(map[string]string{"email_address": "a@b.example", "password": "other"})
		r.Press("ctrl+s")
		got := r.result()
		assert.Equal(t, "hunter2 hunter2", got.Values["password"])
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Info("got", "msg", got)
		slog.New(slog.NewTextHandler(&log, nil)).Info("got", "msg", &got)
		for _, printed := range []string{fmt.Sprintf("%v %+v %#v %s %q", got, got, got, got, got), log.String()} {
			assert.NotContains(t, printed, "hunter2")
			assert.Contains(t, printed, "user.create")
		}
	})
	open(t, createUser(), 80, 24, func(r *rig) {
		r.Press("tab", "tab", "tab", "tab")
		r.Type("hunter2")
		r.Press("esc", "esc")
		assert.NotContains(t, r.result().Values, "password", "nor does a cancelled form hand it over")
		r.again(nil)
		r.Press("ctrl+z", "ctrl+z", "ctrl+z", "tab", "shift+tab", "ctrl+z", "ctrl+s")
		assert.NotContains(t, fmt.Sprint(r.form.Values()), "hunter2")
		assert.Contains(t, r.Line("Password"), "type it again", "undo does not bring it back")
	})
}

func TestTick(t *testing.T) {
	o := form.Options{ID: "f", Title: "F", Fields: []form.Field{{ID: "t", Label: "T", Kind: form.Tick, Value: "true"}, {ID: "u", Label: "U"}}}
	open(t, o, 80, 24, func(r *rig) {
		r.Contains("[x] yes")
		r.Press("space")
		r.Contains("[ ] no")
		r.Type("x")
		r.Press("enter")
		r.Contains("▸ U")
		r.Press("ctrl+s")
		assert.Equal(t, map[string]string{"t": "false", "u": ""}, r.result().Values)
	})
}

func TestJSONSaysWhereItIsWrong(t *testing.T) {
	o := form.Options{ID: "f", Title: "F", Fields: []form.Field{{ID: "j", Label: "JSON", Kind: form.JSON, Limit: 30}}}
	open(t, o, 80, 24, func(r *rig) {
		r.Paste("{\n  \"a\": 12345678901234567890,\n  oops}")
		r.Contains("✗ line 3, column 3: invalid character 'o'")
		r.Press("ctrl+s")
		assert.Empty(t, r.host.results)
		r.Contains("look again at JSON")
		for range len("oops}") {
			r.Press("backspace")
		}
		r.Type(`"b": 1}`)
		r.Contains("✗ 2 bytes too many: 32 of 30")
		r.Press("backspace", "backspace", "backspace", "backspace", "backspace")
		r.Type(`":2}`)
		r.Contains("✗ 2 bytes too many")
		r.Press("ctrl+z", "ctrl+z", "ctrl+z")
		r.Contains("✗ line 3, column")
		r.form.SetValues(map[string]string{"j": `{"a":12345678901234567890}`})
		r.Contains("✓ valid JSON, 26 of 30 bytes")
		r.Press("ctrl+s")
		assert.JSONEq(t, `{"a":12345678901234567890}`, r.result().Values["j"])
		require.Contains(t, r.result().Values["j"], "12345678901234567890", "digit for digit")
	})
	open(t, o, 80, 24, func(r *rig) {
		r.Type("  ")
		r.Press("ctrl+s")
		assert.Empty(t, r.result().Values["j"], "empty is no JSON, and not wrong")
	})
}

// Up and down walk through the lines of an area before they leave it.
func TestAreaLetsGoAtItsEdges(t *testing.T) {
	o := form.Options{ID: "f", Title: "F", Fields: []form.Field{{ID: "a", Label: "A"}, {ID: "l", Label: "L", Kind: form.Lines, Value: "1\n2\n3"}, {ID: "z", Label: "Z"}}}
	open(t, o, 80, 24, func(r *rig) {
		r.Press("down", "up", "up")
		r.Contains("▸ L")
		r.Press("up")
		r.Contains("▸ A")
		r.Press("down", "down", "down", "down")
		r.Contains("▸ Z")
		r.Press("ctrl+s")
		assert.Equal(t, "1\n2\n3", r.result().Values["l"])
	})
}

func TestHostileTextIsInert(t *testing.T) {
	evil := "a\x1b]0;x\x07\u202eb\x1b[2Jc\u200b"
	fields := []form.Field{
		{ID: "t", Label: "T", Value: evil, Placeholder: evil},
		{ID: "l", Label: "L", Kind: form.Lines, Value: evil + "\n" + evil},
		{ID: "j", Label: "J", Kind: form.JSON, Value: `{"a": "` + evil + `"}`},
		{ID: "f", Label: "F", Kind: form.File, Value: evil},
		{ID: "c", Label: "C", Kind: form.Choice, Value: evil, Placeholder: evil},
		{ID: "s", Label: "S", Kind: form.Secret, Value: evil},
		{ID: "e", Label: "E", Placeholder: evil},
	}
	open(t, form.Options{ID: "f", Title: "F", Fields: fields}, 80, 40, func(r *rig) {
		r.form.SetErrors(map[string]string{"t": evil, "": evil, evil: evil})
		for range fields {
			styled := r.Styled()
			for _, bad := range []string{"\x1b]", "\x1b[2J", "\u202e", "\x07", "\u200b"} {
				assert.NotContains(t, styled, bad)
			}
			r.Press("tab")
			r.Paste(evil)
		}
	})
}

func TestEverySizeIsFilledWithoutOverflow(t *testing.T) {
	for _, size := range [][2]int{{60, 15}, {61, 16}, {73, 19}, {80, 24}, {200, 60}, {40, 12}} {
		open(t, createUser(), size[0], size[1], func(r *rig) {
			r.Press("tab", "tab")
			r.Paste(strings.Repeat("somebody.with.a.long.name@example.com 李小龍 👩‍👩‍👧\n", 30))
			for range 8 {
				r.Press("tab")
				r.Contains("╭", "╰", "▸")
			}
			r.Press("ctrl+s")
			r.Wheel(4, 10, 5)
			_ = r.View()
		})
	}
}

func TestMouse(t *testing.T) {
	open(t, createUser(), 80, 24, func(r *rig) {
		click := func(text string) {
			t.Helper()
			for y, l := range strings.Split(r.View(), "\n") {
				if at := strings.Index(l, text); at >= 0 {
					r.Click(30, y)
					return
				}
			}
			t.Fatalf("%q is not in view", text)
		}
		click("Username")
		r.Type("al")
		assert.Equal(t, "al", r.form.Values()["username"])
		click("Skip password")
		assert.Equal(t, "true", r.form.Values()["skip_password_checks"])
		click("Locale")
		click("English (US)")
		assert.Equal(t, "en-US", r.form.Values()["locale"])
		r.Click(0, 0)
		r.Click(79, 23)
		click("[ review ]")
		r.Contains("✗ is required")
	})
}

func TestIdleIsSilent(t *testing.T) {
	open(t, createUser(), 80, 24, func(r *rig) {
		for range 9 {
			seen := r.host.seen
			r.Advance(3e9)
			assert.Equal(t, seen, r.host.seen, "no timer runs while nothing is typed")
			r.Press("tab")
		}
	})
}

// The cursor of the terminal stands where the field draws its own.
func TestCursorStandsInTheField(t *testing.T) {
	open(t, names(), 80, 24, func(r *rig) {
		lines := strings.Split(r.View(), "\n")
		c := r.TeaView().Cursor
		require.NotNil(t, c)
		assert.Contains(t, lines[c.Y], "Alice")
		assert.Equal(t, "Alice", strings.TrimSpace(string([]rune(lines[c.Y])[c.X-5:c.X])))
		r.Press("shift+tab")
		assert.Nil(t, r.TeaView().Cursor)
	})
}

func TestAQuickFieldIsReplacedByTypingAndEnterGoesOn(t *testing.T) {
	fields := func() []form.Field {
		return []form.Field{
			{ID: "email", Label: "New e-mail", Required: true, Quick: true, Value: "old@gmial.example"},
			{ID: "notify", Label: "Tell them", Kind: form.Tick, Value: "false"},
		}
	}
	for name, c := range map[string]struct {
		do   func(r *rig)
		want string
	}{
		"typing replaces":   {func(r *rig) { r.Type("a@b.example") }, "a@b.example"},
		"a paste replaces":  {func(r *rig) { r.Paste("a@b.example\n") }, "a@b.example"},
		"moving edits":      {func(r *rig) { r.Press("left"); r.Type("X") }, "old@gmial.examplXe"},
		"deleting edits":    {func(r *rig) { r.Press("backspace"); r.Type("X") }, "old@gmial.examplX"},
		"undo brings it":    {func(r *rig) { r.Type("a"); r.Press("ctrl+z", "ctrl+z") }, "old@gmial.example"},
		"it may stay as is": {func(*rig) {}, "old@gmial.example"},
	} {
		t.Run(name, func(t *testing.T) {
			open(t, form.Options{ID: "f", Title: "Correct", Fields: fields()}, 80, 24, func(r *rig) {
				r.Contains("old@gmial.example")
				c.do(r)
				r.Press("enter")
				assert.Equal(t, c.want, r.result().Values["email"])
			})
		})
	}
}
