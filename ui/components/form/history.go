package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// mark is a state of a field to which undo returns.
type mark struct {
	text     string
	line, at int    // of the cursor
	label    string // how a choice is called
}

// edit is the kind of a change; changes of one kind in a row are one step.
type edit int

const (
	none edit = iota
	typing
	deleting
	whole // a paste, a completion, a choice: always a step of its own
)

// maxHistory is the number of steps kept.
const maxHistory = 100

// history is what undo goes through.
type history struct {
	past []mark
	last edit
}

// note keeps the state before a change.
func (h *history) note(before mark, kind edit) {
	if kind == whole || kind != h.last {
		h.past = append(h.past, before)
		if len(h.past) > maxHistory {
			h.past = h.past[1:]
		}
	}
	h.last = kind
}

// typed keeps the state before a change by a key. Each word is a step.
func (h *history) typed(before mark, k tea.KeyPressMsg) {
	if k.Text == "" {
		h.note(before, deleting)
		return
	}
	h.note(before, typing)
	if strings.TrimSpace(k.Text) == "" {
		h.last = none
	}
}

// back returns the state before the last step.
func (h *history) back() (mark, bool) {
	h.last = none
	if len(h.past) == 0 {
		return mark{}, false
	}
	m := h.past[len(h.past)-1]
	h.past = h.past[:len(h.past)-1]
	return m, true
}

// rest ends a step, so that what comes next is another.
func (h *history) rest() { h.last = none }
