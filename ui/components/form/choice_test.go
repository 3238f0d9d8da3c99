package form_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui/components/form"
)

func oneChoice(required bool) form.Options {
	return form.Options{ID: "f", Title: "F", Fields: []form.Field{
		{ID: "locale", Label: "Locale", Kind: form.Choice, Choices: locales(), Required: required},
		{ID: "other", Label: "Other"},
	}}
}

func TestTypeToFind(t *testing.T) {
	open(t, oneChoice(true), 80, 24, func(r *rig) {
		r.Lacks("Italian")
		r.Type("ital")
		r.Contains("▸ Italian")
		r.Lacks("German")
		r.Press("enter")
		r.Contains("▾ Italian", "▸ Other")
		assert.Equal(t, "it-IT", r.form.Values()["locale"])
		r.Press("up", "enter")
		r.Contains("▸ Italian", "German")
		r.Lacks("none")
		r.Press("up", "esc")
		assert.Empty(t, r.host.results, "esc closes the list, not the form")
		assert.Equal(t, "it-IT", r.form.Values()["locale"])
		r.Paste("Engl\n")
		r.Press("down", "tab")
		assert.Equal(t, "en-US", r.form.Values()["locale"], "tab takes what was looked for")
		r.Contains("▸ Other")
		r.Press("shift+tab", "enter", "down", "tab")
		assert.Equal(t, "en-US", r.form.Values()["locale"], "but nothing that was not")
	})
}

func TestWhatIsOffSaysWhy(t *testing.T) {
	open(t, oneChoice(true), 80, 24, func(r *rig) {
		r.Type("pers")
		r.Contains("not offered by this instance")
		r.Press("enter")
		r.Contains("Persian: not offered by this instance")
		assert.Empty(t, r.form.Values()["locale"])
		r.Type("xyz")
		r.Contains("nothing matches")
		r.Press("enter", "esc", "ctrl+s")
		r.Contains("✗ is required")
		r.form.SetValues(map[string]string{"locale": "fa-IR"})
		r.Press("ctrl+s")
		r.Contains("✗ not offered by this instance")
		assert.Empty(t, r.host.results)
	})
}

func TestOptionalChoiceCanBeEmptied(t *testing.T) {
	open(t, oneChoice(false), 80, 24, func(r *rig) {
		r.form.SetValues(map[string]string{"locale": "de-DE"})
		r.Contains("▾ German")
		r.Press("space", "up")
		r.Contains("▸ none")
		r.Press("enter", "ctrl+s")
		assert.Empty(t, r.result().Values["locale"])
	})
}

func TestLongListScrolls(t *testing.T) {
	open(t, oneChoice(false), 60, 15, func(r *rig) {
		r.Press("enter", "pgdown", "pgdown")
		r.Contains("▸ Portuguese (Brazil)", "9 of 9")
		r.Lacks("German")
		r.Press("pgup", "pgup")
		r.Contains("▸ none")
	})
}

func organizations() form.Options {
	return form.Options{ID: "f", Title: "F", Fields: []form.Field{
		{ID: "organization_id", Label: "Organization", Kind: form.Choice, Search: true, Required: true},
	}}
}

// Searching waits until the typing rests, and late answers are dropped.
func TestSearchIsDebounced(t *testing.T) {
	open(t, organizations(), 80, 24, func(r *rig) {
		r.Press("enter")
		require.Len(t, r.host.asked, 1, "opening asks for the first ones")
		assert.Equal(t, form.SearchMsg{Form: r.form, Field: "organization_id"}, r.host.asked[0])
		r.Contains("searching…")
		r.Send(r.host.asked[0].Found([]form.Entry{{ID: "org_1", Title: "Acme"}, {ID: "org_2", Title: "Globex", Off: "already a member"}}, ""))
		r.Contains("▸ Acme", "already a member")
		r.Lacks("searching")

		r.Type("glo")
		assert.Len(t, r.host.asked, 1)
		r.Advance(200 * time.Millisecond)
		assert.Len(t, r.host.asked, 1)
		r.Type("b")
		r.Advance(time.Second)
		require.Len(t, r.host.asked, 2, "one question for what was typed in a row")
		assert.Equal(t, "glob", r.host.asked[1].Text)

		r.Type("o")
		r.Send(r.host.asked[1].Found([]form.Entry{{ID: "org_9", Title: "Late"}}, ""))
		r.Lacks("Late")
		r.Advance(time.Second)
		require.Len(t, r.host.asked, 3)
		r.Send(r.host.asked[2].Found(nil, "could not search: offline"))
		r.Contains("could not search: offline")
		r.Type("x")
		r.Advance(time.Second)
		r.Send(r.host.asked[3].Found([]form.Entry{{ID: "org_3", Title: "Globox"}}, ""))
		r.Press("enter")
		assert.Equal(t, "org_3", r.form.Values()["organization_id"])
		r.Contains("▾ Globox")
	})
}

func TestAnswersAfterTheListIsClosedAreDropped(t *testing.T) {
	open(t, organizations(), 80, 24, func(r *rig) {
		r.Type("acme")
		first := r.host.asked[0]
		r.Press("esc")
		r.Advance(time.Second)
		assert.Len(t, r.host.asked, 1, "nothing is asked for a closed list")
		r.Send(first.Found([]form.Entry{{ID: "org_1", Title: "Acme"}}, ""))
		r.Send(form.ChoicesMsg{Form: r.form, Field: "no such field"})
		r.Lacks("Acme")
		r.Press("enter")
		assert.Len(t, r.host.asked, 2)
	})
}
