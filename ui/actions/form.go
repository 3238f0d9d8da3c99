package actions

import (
	"context"

	"usher/api"
)

// FormPrompt asks for values.
type FormPrompt struct {
	Title  string
	Intro  []string // sentences, safe to draw
	Fields []FormField
	// Review checks the values by field id and tells what will be sent. The
	// title of a found choice may come along under its field's id with
	// TitleSuffix. A tick is "true" or "false", a choice the id of the chosen one, lines are
	// joined by line breaks. Its error is a *FieldError.
	Review func(values map[string]string) (Review, error)
	// Own are texts of the person that a new password should not contain; they
	// are foreign. The values of the fields count as well.
	Own []api.Text
}

// FormField is one field of a form. Its texts are safe to draw, but for Value,
// which may be foreign and is drawn by an input field only.
type FormField struct {
	ID          string // also the API's name of the parameter, where it has one
	Label       string
	Help        string // one line
	Value       string
	Placeholder string
	Kind        FieldKind
	Choices     []FieldChoice // of FieldPick
	Required    bool
	// Quick says of a text that it is all most people fill in: Enter goes on at
	// once, and what is typed first takes the place of Value.
	Quick bool
	// NewPassword says of a secret that it is about to be set: what it is worth
	// is shown, and one can be made.
	NewPassword bool
	// Search fills Choices while something is typed, such as organizations by
	// name; nil for none. It is called outside of Update and only reads.
	Search func(ctx context.Context, b Backend, text string) ([]FieldChoice, error)
}

// FieldKind is the kind of a field.
type FieldKind int

// The kinds.
const (
	FieldText   FieldKind = iota // one line
	FieldSecret                  // one line, never shown
	FieldPick                    // one of Choices
	FieldTick                    // "true" or "false"
	FieldFile                    // the path of a file
	FieldLines                   // one value a line
	FieldJSON                    // a JSON object
)

// FieldChoice is one entry of a choice.
type FieldChoice struct {
	ID    string
	Title string // safe to draw
	Hint  string // safe to draw
	Off   string // why it cannot be chosen; "" when it can
}

// FieldError says what is wrong with a field.
type FieldError struct {
	Field   string // FormField.ID
	Problem string // a few words, safe to draw
}

// Error names the field and the problem.
func (e *FieldError) Error() string { return e.Field + ": " + e.Problem }

// TitleSuffix follows a field's id where a form also gives the title of what
// was chosen there, or what kind of file it is.
const TitleSuffix = ".title"
