package actions

import (
	"encoding/json"
	"slices"

	"usher/api"
)

// ConfirmKind is the way in which a dialog is confirmed.
type ConfirmKind int

// The ways.
const (
	ConfirmNone  ConfirmKind = iota // no dialog: run at once
	ConfirmYes                      // one key
	ConfirmTyped                    // Prompt.Expect has to be typed
)

// ReasonKind tells whether a dialog asks for a reason.
type ReasonKind int

// The kinds.
const (
	ReasonNone     ReasonKind = iota // no field
	ReasonOptional                   // a field; the confirming key works with it empty
	ReasonRequired                   // the confirming key works only after a reason
)

// Prompt is the content of a dialog; every text is safe to draw.
type Prompt struct {
	Title   string   // a question: "Ban Alice Johnson?"
	Verb    string   // what the confirming key does: "ban"
	Who     []string // name, e-mail, id and state
	Does    []string // sentences: what it does
	DoesNot []string // sentences: what it does not
	Sends   []string // the requests: "POST /users/user_1/ban"
	Change  []DiffLine
	Reason  ReasonKind
	// NeedsReason is Reason == ReasonRequired.
	NeedsReason bool
	Confirm     ConfirmKind
	Expect      string // text to type for ConfirmTyped
	// Editor is set when something has to be edited first; what its Review
	// returns is then put in with Reviewed and confirmed.
	Editor *EditorPrompt
	// Form is set when something has to be filled in first; the rest as with
	// Editor.
	Form *FormPrompt
	// Input is what the run gets when nothing has to be filled in; the page
	// adds the reason.
	Input Input
}

// DiffLine is one line of a change: the value that a path had, or gets.
type DiffLine struct {
	Sign  byte   // '+' or '-'
	Path  string // "public_metadata.plan"
	Value string // JSON
	Text  string // both: "public_metadata.plan: \"pro\""
}

func diffLine(sign byte, path, value string) DiffLine {
	return DiffLine{Sign: sign, Path: path, Value: value, Text: path + ": " + value}
}

// EditorPrompt asks for JSON documents.
type EditorPrompt struct {
	Fields []EditorField
	// Review checks the documents by field id (a field left out is
	// untouched) and tells what will be sent. Its error is an *EditError.
	Review func(edited map[string]string) (Review, error)
}

// EditorField is one document to edit.
type EditorField struct {
	ID    string // "public_metadata"
	Title string // "Public"
	Note  string // who can read it
	// Text is the document, indented, digits and key order as received. It is
	// foreign: an editor draws it through safetext.
	Text  api.Text
	Limit int // bytes of compact JSON; see Size
}

// Size counts the bytes of a document as the server's limit does: compact.
// A document that is no JSON is counted as it is.
func (EditorField) Size(doc string) int { return compactSize(json.RawMessage(doc)) }

// Review is what an edit comes to.
type Review struct {
	Input    Input
	Change   []DiffLine
	Warnings []string
	// Nothing says that all was left as it was.
	Nothing bool
	// Direct says that the form was the confirmation: run with Input at once.
	Direct bool
	// Does are sentences that the confirmation says before the prompt's own.
	Does []string
	// Sends replaces the prompt's requests, now that they are known; nil keeps
	// them.
	Sends []string
	// Title and Expect replace the prompt's; "" keeps them.
	Title  string
	Expect string
}

// Reviewed is the dialog that confirms an edit.
func (p Prompt) Reviewed(r Review) Prompt {
	p.Editor, p.Form, p.Input = nil, nil, r.Input
	p.Change = r.Change
	p.Does = append(slices.Clone(r.Does), p.Does...)
	p.DoesNot = append(slices.Clone(p.DoesNot), r.Warnings...)
	if r.Sends != nil {
		p.Sends = r.Sends
	}
	if r.Title != "" {
		p.Title = r.Title
	}
	if r.Expect != "" {
		p.Expect = r.Expect
	}
	if p.Confirm == ConfirmNone {
		p.Confirm = ConfirmYes
	}
	return p
}

// EditError says what is wrong with an edited document.
type EditError struct {
	Field   string // EditorField.ID
	Path    string // dotted path of the key, "" for the document; safe to draw
	Problem string // a sentence, safe to draw
	Line    int    // from 1; 0 when not known
	Column  int    // in bytes from 1
}

// Error gives field, path and problem.
func (e *EditError) Error() string {
	if e.Path != "" {
		return e.Path + ": " + e.Problem
	}
	return e.Field + ": " + e.Problem
}
