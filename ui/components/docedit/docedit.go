// Package docedit is the dialog in which a few JSON documents are edited side
// by side. It sends nothing: what was typed is handed over for review.
package docedit

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/editor"
)

// Document is one text to edit.
type Document struct {
	ID, Title string
	Note      string // who can read it; inert
	Text      string // JSON; foreign, the editor makes it inert
	Limit     int    // bytes of compact JSON
}

// Options of the dialog; all texts but the documents' must be inert.
type Options struct {
	ID, Title, Who string
	Documents      []Document
	// Check tells what is wrong with the documents as typed, by id; a
	// document left out is untouched. Field names the document to show.
	Check func(edited map[string]string) (field string, err error)
	// Outside says that the person has an editor of their own to show.
	Outside bool
	// After is a timer whose message is known; nil never asks for typed text to
	// be kept. Wait holds keys back until Resume brings an earlier text.
	After func(time.Duration, tea.Msg) tea.Cmd
	Wait  bool
}

// Result is what the dialog answers with. Edited holds the documents that
// differ from what they were, by id; it is set too when OK is false, so that
// what was typed can be kept.
type Result struct {
	event
	ID string
	OK bool
	// Unread says that it was closed while it still waited for an earlier text.
	Unread bool
	Edited map[string]string
}

// Dialog is the component for the stack.
type Dialog struct {
	o       Options
	st      *styles.Styles
	keys    *keymap.Map
	editors []*editor.Editor
	before  []string
	front   int
	problem string
	done    bool
	due     bool // Typed is on its way
	waiting bool
	held    []tea.Msg // what came while waiting
}

var _ dialog.Dialog = (*Dialog)(nil)

// New makes the dialog; drafts are texts kept from an earlier edit, by id.
func New(st *styles.Styles, o Options, drafts map[string]string) *Dialog {
	d := &Dialog{o: o, st: st, waiting: o.Wait}
	for _, doc := range o.Documents {
		e := editor.New(st, editor.WithLimit(doc.Limit), editor.WantObject())
		e.SetValue(doc.Text)
		d.before = append(d.before, e.Value())
		d.editors = append(d.editors, e)
	}
	d.fill(drafts)
	return d
}

// ID implements dialog.Dialog.
func (d *Dialog) ID() string { return d.o.ID }

// Done implements dialog.Dialog.
func (d *Dialog) Done() bool { return d.done }

// Attach implements dialog.Dialog.
func (d *Dialog) Attach(st *styles.Styles, keys *keymap.Map, _ string) {
	d.st, d.keys = st, keys
	for _, e := range d.editors {
		e.SetStyles(st)
	}
}

// Cursor implements dialog.Dialog; the editor draws its own.
func (d *Dialog) Cursor() (x, y int, ok bool) { return 0, 0, false }

// Update implements dialog.Dialog.
func (d *Dialog) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, d.keys.Close), key.Matches(k, d.keys.Cancel):
			return d.answer(false)
		case d.waiting:
			d.held = append(d.held, msg)
			return nil
		case key.Matches(k, d.keys.Save):
			return d.save()
		case key.Matches(k, d.keys.External):
			return d.outside()
		case key.Matches(k, d.keys.NextTab):
			d.front = (d.front + 1) % len(d.editors)
			return nil
		case key.Matches(k, d.keys.PrevTab):
			d.front = (d.front + len(d.editors) - 1) % len(d.editors)
			return nil
		}
	}
	if d.waiting {
		d.held = append(d.held, msg)
		return nil
	}
	d.problem = ""
	e := d.editors[d.front]
	before := e.Value()
	cmd := e.Update(msg)
	if e.Value() == before {
		return cmd
	}
	return tea.Batch(cmd, d.typed())
}

// save hands the texts over, or shows the first that is wrong.
func (d *Dialog) save() tea.Cmd {
	for i, e := range d.editors {
		if p := e.Problem(); p != nil {
			d.front, d.problem = i, p.Error()
			return nil
		}
	}
	field, err := d.o.Check(d.Edited())
	if err == nil {
		return d.answer(true)
	}
	d.problem = safetext.String(err.Error())
	for i, doc := range d.o.Documents {
		if doc.ID == field {
			d.front = i
		}
	}
	return nil
}

func (d *Dialog) answer(ok bool) tea.Cmd {
	d.done = true
	r := Result{ID: d.o.ID, OK: ok, Unread: d.waiting, Edited: d.Edited()}
	return func() tea.Msg { return r }
}

// Edited are the documents as they are typed now, by id.
func (d *Dialog) Edited() map[string]string {
	out := map[string]string{}
	for i, e := range d.editors {
		if v := e.Value(); v != d.before[i] {
			out[d.o.Documents[i].ID] = v
		}
	}
	return out
}

const (
	widest  = 96
	tallest = 28
	borders = 4 // cells beside the text, and lines around it
)

// View implements dialog.Dialog.
func (d *Dialog) View(w, h int) string {
	inner := min(widest, w-2) - borders
	rows := min(tallest, h-2)
	head := []string{d.st.P.Strong.Apply(safetext.Truncate(d.o.Who, inner)), d.tabLine(inner), ""}
	foot := []string{"", d.hintLine(inner)}
	if rows < 14 {
		head, foot = head[1:2], foot[1:]
	}
	room := max(rows-2-len(head)-len(foot), 2)
	e := d.editors[d.front]
	e.SetSize(inner, room)
	lines := append(head, strings.Split(e.View(), "\n")...)
	for len(lines) < len(head)+room {
		lines = append(lines, "")
	}
	return dialog.Box(d.st, d.st.P.Accent, d.o.Title, "nothing is sent before the review", append(lines, foot...), inner)
}

func (d *Dialog) tabLine(w int) string {
	var b strings.Builder
	for i, doc := range d.o.Documents {
		p := d.st.P.Tab
		if i == d.front {
			p = d.st.P.TabActive
		}
		b.WriteString(p.Apply(doc.Title))
		if d.editors[i].Value() != d.before[i] {
			b.WriteString(d.st.P.Warning.Apply(" ●"))
		}
		b.WriteString("   ")
	}
	b.WriteString(d.st.P.Faint.Apply(d.o.Documents[d.front].Note))
	return safetext.TruncateBy(d.st.Cells, b.String(), w)
}

func (d *Dialog) hintLine(w int) string {
	if d.problem != "" {
		return d.st.P.Danger.Apply(safetext.Truncate(d.problem, w))
	}
	k := func(b key.Binding, does string) string {
		return d.st.P.Key.Apply(b.Help().Key) + " " + d.st.P.Muted.Apply(does)
	}
	hints := []string{k(d.keys.Save, "review the change"), k(d.keys.NextTab, "next document")}
	if d.o.Outside {
		hints = append(hints, k(d.keys.External, "your editor"))
	}
	return strings.Join(append(hints, k(d.keys.Close, "cancel")), "   ")
}
