package docedit

import tea "charm.land/bubbletea/v2"

// External asks for one document to be edited in another program; TakeBack
// brings the text into the dialog again.
type External struct {
	event
	Dialog *Dialog
	// Document is the id of the document, Text what is in the box.
	Document, Text string
}

func (d *Dialog) outside() tea.Cmd {
	m := External{Dialog: d, Document: d.o.Documents[d.front].ID, Text: d.editors[d.front].Value()}
	return func() tea.Msg { return m }
}

// TakeBack replaces the text of a document by what another program made of it.
// A dialog that has answered meanwhile is left alone.
func (d *Dialog) TakeBack(document, text string) tea.Cmd {
	for i, doc := range d.o.Documents {
		if doc.ID == document && !d.done {
			d.editors[i].SetValue(text)
			d.front, d.problem = i, ""
			return d.typed()
		}
	}
	return nil
}
