package why

import (
	"strconv"
	"strings"

	"usher/api"
	"usher/internal/diagnose"
	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/components/dialog"
)

const (
	widest  = 96 // cells of text; longer lines are hard to read
	least   = 24 // cells without which nothing can be read
	margins = 4  // border and a blank on each side
	indent  = "    "
)

// View implements dialog.Dialog.
func (w *Why) View(width, height int) string {
	inner := min(width-margins, widest)
	if inner < least || height < 6 {
		return ""
	}
	w.room = height - 4 // borders, a rule, the keys
	body := w.body(inner, true)
	if len(body) > w.room {
		body = w.body(inner, false)
	}
	w.lines = len(body)
	w.room = min(w.room, w.lines)
	if !w.moved {
		w.offset = 0
		w.reveal()
	}
	w.scroll(0)
	lines := append([]string{}, body[w.offset:w.offset+w.room]...)
	below := w.lines - w.offset - w.room
	lines = append(lines, w.rule(inner, below), w.hints(inner))
	return dialog.Box(w.st, w.st.P.BorderFocus, w.title(inner), w.progress(), lines, inner)
}

func (w *Why) title(inner int) string {
	who := safetext.String(w.o.Address)
	if w.facts.User != nil {
		who = actions.Name(w.facts.User)
	}
	const words = "Why can't  sign in?"
	room := max(inner-len(words)-len(" 8 of 8 read ")-2, 8)
	return "Why can't " + safetext.TruncateBy(w.st.Cells, safetext.Plain(who), room) + " sign in?"
}

// progress tells how far the reading is.
func (w *Why) progress() string {
	if w.facts.Asked == 0 {
		return ""
	}
	read := w.facts.Asked - w.facts.Waiting
	if w.slot.Busy() {
		return w.spin.View() + " " + strconv.Itoa(read) + " of " + strconv.Itoa(w.facts.Asked)
	}
	if n := len(w.facts.Unread()); n > 0 {
		return strconv.Itoa(n) + " not read"
	}
	return ""
}

// body draws who it is about, the findings and the blind spots, and notes
// where each finding stands. Airy puts blank lines between them.
func (w *Why) body(inner int, airy bool) []string {
	var out []string
	gap := func() {
		if airy {
			out = append(out, "")
		}
	}
	if who := w.who(inner); who != "" {
		out = append(out, who)
	}
	w.tops, w.ends = w.tops[:0], w.ends[:0]
	for i := range w.findings {
		gap()
		w.tops = append(w.tops, len(out))
		out = append(out, w.finding(i, inner)...)
		w.ends = append(w.ends, len(out))
	}
	if len(w.findings) == 0 {
		gap()
		out = append(out, w.st.P.Muted.Apply(w.silence()))
	}
	gap()
	out = append(out, w.st.P.Title.Apply("What cannot be seen from here"))
	for _, b := range w.blind {
		out = append(out, w.hanging("  ○ ", b, inner, w.st.P.Faint, w.st.P.Muted)...)
	}
	if w.o.Instance != "" {
		out = append(out, w.hanging("    ", "This is "+w.o.Instance+".", inner, w.st.P.Faint, w.st.P.Muted)...)
	}
	return out
}

func (w *Why) silence() string {
	if w.facts.User == nil {
		return "Looking…"
	}
	return "The record itself shows no reason. Looking further…"
}

// who is the line that names the person beyond the title.
func (w *Why) who(inner int) string {
	u := w.facts.User
	if u == nil {
		if address := safetext.String(w.o.Address); !strings.Contains(w.title(inner), address) {
			return w.st.P.Muted.Apply(w.cut(address, inner))
		}
		return ""
	}
	parts := make([]string, 0, 3)
	if id := safetext.Line(u.Identifier()); id != string(u.ID) {
		parts = append(parts, id)
	}
	if s := u.State(); s != api.Active {
		parts = append(parts, strings.ToUpper(s.String()))
	}
	return w.st.P.Muted.Apply(w.cut(strings.Join(append(parts, string(u.ID)), " · "), inner))
}

// finding draws one finding: sign, word and title, evidence, what to do.
func (w *Why) finding(i, inner int) []string {
	f := &w.findings[i]
	sign, paint := w.sign(f)
	mark, title := "  ", w.st.P.Text
	if i == w.cursor {
		mark, title = "▸ ", w.st.P.Strong
	}
	head := title.Apply(w.cut(f.Title, inner-len(indent)))
	word := " · " + f.Certainty.String()
	if f.Cause == diagnose.NothingFound {
		word = ""
	}
	if w.width(f.Title)+w.width(word)+len(indent) <= inner {
		head += w.st.P.Muted.Apply(word)
		word = ""
	}
	out := []string{w.st.P.Accent.Apply(mark) + paint.Apply(sign) + " " + head}
	if w.width(f.Title)+len(indent) > inner {
		out = out[:0]
		for n, part := range w.fill(f.Title, inner-len(indent)) {
			lead := indent
			if n == 0 {
				lead = w.st.P.Accent.Apply(mark) + paint.Apply(sign) + " "
			}
			out = append(out, lead+title.Apply(part))
		}
	}
	if word != "" {
		out = append(out, indent+w.st.P.Muted.Apply(strings.TrimPrefix(word, " · ")))
	}
	out = append(out, w.hanging(indent, f.Evidence, inner, w.st.P.Text, w.st.P.Text)...)
	return append(out, w.fix(f, inner)...)
}

// fix draws what to do, and the key that begins it.
func (w *Why) fix(f *diagnose.Finding, inner int) []string {
	keyName, what := w.act(f)
	var out []string
	if f.Fix != "" {
		out = w.hanging(indent+"→ ", f.Fix, inner, w.st.P.Accent, w.st.P.Muted)
	}
	if keyName == "" {
		return out
	}
	label := w.st.P.Key.Apply(keyName) + w.st.P.KeyDesc.Apply(" "+what)
	cells := w.width(keyName) + 1 + w.width(what)
	if n := len(out); n > 0 && w.width(out[n-1])+3+cells <= inner {
		out[n-1] += "   " + label
		return out
	}
	return append(out, indent+"  "+label)
}

// act is the key of a finding as shown and what it begins; "" for none.
func (w *Why) act(f *diagnose.Finding) (keyName, what string) {
	enter := w.keys.Submit.Help().Key
	if f.Person >= 0 {
		return enter, "open"
	}
	act, ok := w.action(*f)
	if !ok {
		return "", ""
	}
	if k := w.keys.Action(act.ID).Keys(); len(k) > 0 {
		return keymap.Name(k[0]), act.Title
	}
	return enter, act.Title
}

// sign is the finding's sign, so that colour is not needed.
func (w *Why) sign(f *diagnose.Finding) (string, styles.Paint) {
	p := &w.st.P
	switch {
	case f.Cause == diagnose.NothingFound && len(w.facts.Unread()) == 0:
		return "✓", p.Success
	case f.Cause == diagnose.UserExists:
		return "✓", p.Info
	case f.Certainty == diagnose.Certain:
		return "✗", p.Danger
	case f.Certainty == diagnose.Likely:
		return "!", p.Warning
	}
	return "?", p.Info
}

// rule parts the keys from what scrolls, and tells that more is below.
func (w *Why) rule(inner, below int) string {
	hint := ""
	if below > 0 {
		hint = " ↓ " + strconv.Itoa(below) + " more "
	} else if w.offset > 0 {
		hint = " ↑ "
	}
	return w.st.P.Border.Apply(strings.Repeat("─", max(inner-w.width(hint)-1, 0))) + w.st.P.Muted.Apply(hint) + w.st.P.Border.Apply("─")
}

func (w *Why) hints(inner int) string {
	var out []string
	used := 0
	add := func(keyName, what string) {
		cells := w.width(keyName) + 1 + w.width(what)
		if keyName == "" || used > 0 && used+3+cells > inner {
			return
		}
		if used > 0 {
			used += 3
		}
		used += cells
		out = append(out, w.st.P.Key.Apply(keyName)+w.st.P.KeyDesc.Apply(" "+what))
	}
	if w.cursor < len(w.findings) {
		if k, what := w.act(&w.findings[w.cursor]); k != "" {
			add(w.keys.Submit.Help().Key, strings.ToLower(what[:1])+what[1:])
		}
	}
	add("↑↓", "choose")
	add(w.keys.Refresh.Help().Key, "look again")
	add(w.keys.Close.Help().Key, "close")
	return strings.Join(out, "   ")
}
