package docedit

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
)

// Conflict is one place that two people changed differently, inert.
type Conflict struct{ Path, Base, Theirs, Yours string }

// Choice is what becomes of an edit that others have overtaken.
type Choice int

// The choices.
const (
	Leave Choice = iota // nothing is sent, what was typed is kept
	Send                // mine over theirs, after its confirmation
	Again               // back to the editor
)

// Chosen is the message that a ThreeWay answers with.
type Chosen struct {
	event
	Choice Choice
}

// ThreeWay shows what two people made of the same keys. Enter leads back to
// the editor: it is the answer that changes nothing.
type ThreeWay struct {
	id, who   string
	conflicts []Conflict
	st        *styles.Styles
	keys      *keymap.Map
	scroll    int
	hidden    int // lines below the last view
	page      int
	done      bool
	back      string // what leads back to what was typed
}

var _ dialog.Dialog = (*ThreeWay)(nil)

// NewThreeWay makes the dialog; all texts must be inert.
func NewThreeWay(id, who string, conflicts []Conflict) *ThreeWay {
	return &ThreeWay{id: id, who: who, conflicts: conflicts, back: "back to the editor"}
}

// BackTo names the way back to what was typed, such as "back to the form".
func (t *ThreeWay) BackTo(what string) *ThreeWay {
	t.back = what
	return t
}

// ID implements dialog.Dialog.
func (t *ThreeWay) ID() string { return t.id }

// Done implements dialog.Dialog.
func (t *ThreeWay) Done() bool { return t.done }

// Attach implements dialog.Dialog. No key of the person's opens it, so none
// has to be kept from confirming.
func (t *ThreeWay) Attach(st *styles.Styles, keys *keymap.Map, _ string) { t.st, t.keys = st, keys }

// Cursor implements dialog.Dialog.
func (t *ThreeWay) Cursor() (x, y int, ok bool) { return 0, 0, false }

// Update implements dialog.Dialog.
func (t *ThreeWay) Update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch {
	case key.Matches(k, t.keys.Close), key.Matches(k, t.keys.Cancel):
		return t.answer(Leave)
	case key.Matches(k, t.keys.Submit):
		return t.answer(Again)
	case key.Matches(k, t.keys.Confirm) && !k.IsRepeat:
		return t.answer(Send)
	case key.Matches(k, t.keys.ItemDown):
		t.scroll++
	case key.Matches(k, t.keys.ItemUp):
		t.scroll--
	case key.Matches(k, t.keys.ItemPageDown):
		t.scroll += t.page
	case key.Matches(k, t.keys.ItemPageUp):
		t.scroll -= t.page
	}
	return nil
}

func (t *ThreeWay) answer(c Choice) tea.Cmd {
	t.done = true
	return func() tea.Msg { return Chosen{Choice: c} }
}

// View implements dialog.Dialog.
func (t *ThreeWay) View(w, h int) string {
	inner := min(widest, w-2) - borders
	body := t.body(inner)
	foot := []string{"", t.hints()}
	room := max(min(tallest, h-2)-2-len(foot), 1)
	t.page = room
	t.scroll = min(max(t.scroll, 0), max(len(body)-room, 0))
	t.hidden = max(len(body)-room-t.scroll, 0)
	shown := body[t.scroll:min(t.scroll+room, len(body))]
	right := ""
	if t.hidden > 0 {
		right = fmt.Sprintf("%d more lines", t.hidden)
	}
	lines := append(append([]string{}, shown...), foot...)
	return dialog.Box(t.st, t.st.P.Warning, "Changed by someone else meanwhile", right, lines, inner)
}

func (t *ThreeWay) body(w int) []string {
	p := t.st.P
	out := []string{p.Strong.Apply(t.who), p.Muted.Apply("Nothing was sent, and nothing of either is lost.")}
	for _, c := range t.conflicts {
		out = append(out, "", p.Text.Apply(t.st.Cells.Truncate(c.Path, w, "…")))
		out = append(out, t.value("base    ", c.Base, w, p.Muted)...)
		out = append(out, t.value("theirs  ", c.Theirs, w, p.Warning)...)
		out = append(out, t.value("yours   ", c.Yours, w, p.Added)...)
	}
	return out
}

// value lays out one of the three, wrapped below its own beginning.
func (t *ThreeWay) value(label, v string, w int, p styles.Paint) []string {
	const indent = 2
	room := max(w-indent-len(label), 8)
	var out []string
	for part := range strings.SplitSeq(ansi.Hardwrap(v, room, true), "\n") {
		out = append(out, strings.Repeat(" ", indent)+t.st.P.Faint.Apply(label)+p.Apply(part))
		label = strings.Repeat(" ", len(label))
	}
	return out
}

func (t *ThreeWay) hints() string {
	k := func(b key.Binding, does string) string {
		return t.st.P.Key.Apply(b.Help().Key) + " " + t.st.P.Muted.Apply(does)
	}
	return strings.Join([]string{
		k(t.keys.Confirm, "yours over theirs"), k(t.keys.Submit, t.back), k(t.keys.Close, "leave, keep yours"),
	}, "   ")
}
