package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/styles"
)

// Message tells something that needs room; any of the leaving keys closes it.
type Message struct {
	base
	title string
	lines []string
}

// NewMessage makes a message. Lines must be inert; an empty one separates.
func NewMessage(id, title string, lines ...string) *Message {
	m := &Message{title: title, lines: lines}
	m.id = id
	return m
}

// Update implements Dialog.
func (m *Message) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok &&
		key.Matches(k, m.keys.Close, m.keys.Submit, m.keys.Cancel, m.keys.Quit) {
		return m.answer(Result{})
	}
	m.scrollKeys(msg, true)
	return nil
}

// View implements Dialog.
func (m *Message) View(w, h int) string {
	want := 0
	for _, l := range m.lines {
		want = max(want, m.width(l))
	}
	box, _ := m.draw(frame{
		title: m.title, paint: m.st.P.BorderFocus, want: want,
		body: func(w int) []line {
			var out []line
			for _, l := range m.lines {
				out = append(out, wrap("", l, w, m.st.P.Text, styles.Paint{})...)
			}
			return out
		},
		fixed: func(int) []line { return []line{m.hintLine(hint{keyName(m.keys.Close), "close", false})} },
	}, w, h)
	return box
}
