package docedit

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// keepAfter is how long typed text may be in this process only.
const keepAfter = time.Second

// Typed says that something was typed in the last moment; Kept tells what.
type Typed struct {
	event
	Dialog *Dialog
}

// typed asks for the text to be kept, at most once in keepAfter.
func (d *Dialog) typed() tea.Cmd {
	if d.o.After == nil || d.due {
		return nil
	}
	d.due = true
	return d.o.After(keepAfter, Typed{Dialog: d})
}

// Kept are the documents as typed so far; ok is false once the dialog has
// answered, which hands them over by itself.
func (d *Dialog) Kept() (edited map[string]string, ok bool) {
	d.due = false
	return d.Edited(), !d.done
}

// Resume ends the waiting for an earlier text: nil is none. What was pressed
// meanwhile is done now.
func (d *Dialog) Resume(drafts map[string]string) tea.Cmd {
	if d.done || !d.waiting {
		return nil
	}
	d.waiting = false
	d.fill(drafts)
	var cmds []tea.Cmd
	for _, msg := range d.held {
		cmds = append(cmds, d.Update(msg))
	}
	d.held = nil
	return tea.Batch(cmds...)
}

func (d *Dialog) fill(drafts map[string]string) {
	for i, doc := range d.o.Documents {
		if draft, ok := drafts[doc.ID]; ok {
			d.editors[i].SetValue(draft)
		}
	}
}
