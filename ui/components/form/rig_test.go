package form_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/form"
)

// host is a program around a stack of dialogs, as the dashboard is.
type host struct {
	st      *styles.Styles
	stack   *dialog.Stack
	w, h    int
	results []form.Result
	asked   []form.SearchMsg
	copies  []form.CopyMsg
	seen    int // messages, to tell whether anything ticks
}

func (h *host) Init() tea.Cmd { return nil }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	h.seen++
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.w, h.h = m.Width, m.Height
	case form.Result:
		h.results = append(h.results, m)
	case form.CopyMsg:
		h.copies = append(h.copies, m)
	case form.SearchMsg:
		h.asked = append(h.asked, m)
	case form.Msg:
		return h, m.Owner().Update(m)
	default:
		return h, h.stack.Update(msg)
	}
	return h, nil
}

func (h *host) View() tea.View {
	box, x, y := h.stack.View(h.w, h.h)
	v := tea.NewView(dialog.Overlay(h.st, strings.Repeat("\n", max(h.h-1, 0)), box, x, y))
	if cx, cy, ok := h.stack.Cursor(); ok {
		v.Cursor = tea.NewCursor(cx, cy)
	}
	return v
}

// rig is an open form with a driver.
type rig struct {
	*uitest.Driver
	t    *testing.T
	host *host
	form *form.Form
}

// open runs a scenario with a form on a screen of w×h cells.
func open(t *testing.T, o form.Options, w, h int, scenario func(r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) {
		st := styles.New(styles.Theme{})
		host := &host{st: st, stack: dialog.NewStack(st, keymap.Default())}
		f := form.New(st, o)
		host.stack.Push(f, "e")
		r := &rig{t: t, host: host, form: f}
		r.Driver = uitest.New(t, host, uitest.Size(w, h))
		scenario(r)
	})
}

// again pushes the form once more, as after a refused request.
func (r *rig) again(errs map[string]string) {
	r.t.Helper()
	r.form.SetErrors(errs)
	r.host.stack.Push(r.form, "")
	r.Send(nil)
}

// result is the only answer of the form.
func (r *rig) result() form.Result {
	r.t.Helper()
	if len(r.host.results) != 1 {
		r.t.Fatalf("%d results:\n%s", len(r.host.results), r.View())
	}
	return r.host.results[0]
}

func createUser() form.Options {
	return form.Options{
		ID: "user.create", Title: "Create user", Verb: "review", Badge: "DEVELOPMENT",
		Intro: []string{"What the instance requires is not known before it answers; errors come back to their fields."},
		Fields: []form.Field{
			{ID: "first_name", Label: "First name"},
			{ID: "last_name", Label: "Last name"},
			{ID: "email_address", Label: "E-mail addresses", Kind: form.Lines, Required: true, Help: "One a line; the first one is the primary address and counts as verified."},
			{ID: "username", Label: "Username", Placeholder: "letters, digits, _ and -"},
			{ID: "password", Label: "Password", Kind: form.Secret, Help: "At least 8 letters. Without one the person signs in by code or link."},
			{ID: "skip_password_checks", Label: "Skip password checks", Kind: form.Tick},
			{ID: "locale", Label: "Locale", Kind: form.Choice, Choices: locales(), Help: "The language of mails that the person gets."},
			{ID: "public_metadata", Label: "Public metadata", Kind: form.JSON, Limit: 8192},
		},
	}
}

func locales() []form.Entry {
	return []form.Entry{
		{ID: "de-DE", Title: "German", Hint: "de-DE"},
		{ID: "en-GB", Title: "English (GB)", Hint: "en-GB"},
		{ID: "en-US", Title: "English (US)", Hint: "en-US"},
		{ID: "fa-IR", Title: "Persian", Hint: "fa-IR", Off: "not offered by this instance"},
		{ID: "fr-FR", Title: "French", Hint: "fr-FR"},
		{ID: "it-IT", Title: "Italian", Hint: "it-IT"},
		{ID: "ja-JP", Title: "Japanese", Hint: "ja-JP"},
		{ID: "pt-BR", Title: "Portuguese (Brazil)", Hint: "pt-BR"},
	}
}
