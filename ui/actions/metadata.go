package actions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// metadataLimit is the cap of one metadata object in bytes of compact JSON.
const metadataLimit = 8 << 10

// valueWidth bounds a value in a change, in cells.
const valueWidth = 400

func writeMetadata() Write {
	return Write{Method: http.MethodPatch, Path: "/users/{user_id}/metadata"}
}

func metadataRows() []Action {
	return []Action{{
		ID: "user.metadata", Title: "Edit metadata", Operations: []string{"UpdateUserMetadata"},
		Level: Reversible, Mutates: true, Writes: []Write{writeMetadata()}, Letter: "e", Section: Profile,
		Applies: metadataApplies, Ask: askMetadata, Run: runMetadata, Undo: undoMetadata,
		Verify: verifyMetadata, Note: noteMetadata,
	}}
}

// document is one of the three metadata objects.
type document struct {
	id, title, note string
	of              func(*api.User) json.RawMessage
	in              func(*api.Metadata) *json.RawMessage
}

func documents() []document {
	return []document{
		{
			"public_metadata", "Public", "the customer's browser can read it",
			func(u *api.User) json.RawMessage { return u.PublicMetadata },
			func(m *api.Metadata) *json.RawMessage { return &m.Public },
		},
		{
			"private_metadata", "Private", "only backends can read it",
			func(u *api.User) json.RawMessage { return u.PrivateMetadata },
			func(m *api.Metadata) *json.RawMessage { return &m.Private },
		},
		{
			"unsafe_metadata", "Unsafe", "the customer can read and write it: never trust it",
			func(u *api.User) json.RawMessage { return u.UnsafeMetadata },
			func(m *api.Metadata) *json.RawMessage { return &m.Unsafe },
		},
	}
}

func metadataApplies(u *api.User) (bool, string) {
	if ok, why := writable(u); !ok {
		return false, why
	}
	for _, d := range documents() {
		if _, err := members(d.of(u)); err != nil {
			return false, d.id + " is not an object that can be edited here"
		}
	}
	return true, ""
}

func askMetadata(u *api.User, env Env) Prompt {
	p := confirm(u, env, "Save metadata of", ReasonNone, writeMetadata(),
		[]string{"Sends only the keys that changed; all others stay, also those that someone else changes meanwhile."},
		[]string{"A session token carries the change only after its next refresh."})
	p.Verb = "Save"
	p.Editor = &EditorPrompt{Review: func(edited map[string]string) (Review, error) { return ReviewMetadata(u, edited) }}
	for _, d := range documents() {
		p.Editor.Fields = append(p.Editor.Fields, EditorField{
			ID: d.id, Title: d.title, Note: d.note, Text: api.NewText(indented(d.of(u))), Limit: metadataLimit,
		})
	}
	return p
}

// indented is a document as it is edited.
func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if first(raw) != '{' || json.Indent(&b, bytes.TrimSpace(raw), "", "  ") != nil {
		return "{}"
	}
	return b.String()
}

// ReviewMetadata compares edited documents, by the names public_metadata,
// private_metadata and unsafe_metadata, with those of u and tells what will be
// sent. Errors are *EditError.
func ReviewMetadata(u *api.User, edited map[string]string) (Review, error) {
	r := Review{Nothing: true}
	for _, d := range documents() {
		doc, ok := edited[d.id]
		if !ok {
			continue
		}
		if err := checkDocument(d.id, doc); err != nil {
			return Review{}, err
		}
		patch, err := diff(d.of(u), json.RawMessage(doc), d.id)
		if err != nil {
			return Review{}, editError(d.id, err)
		}
		if patch == nil {
			continue
		}
		r.Nothing = false
		*d.in(&r.Input.Metadata) = patch
		if n := compactSize(json.RawMessage(doc)); n > metadataLimit {
			r.Warnings = append(r.Warnings, fmt.Sprintf("%s is %d bytes; the limit is %d: the server will refuse it.", d.id, n, metadataLimit))
		}
		if nullInList(patch) {
			r.Warnings = append(r.Warnings, d.id+" gets a null inside of a list: some servers drop it there.")
		}
		if _, err := reversed(d.of(u), patch, d.id); err != nil {
			r.Warnings = append(r.Warnings, "This cannot be undone here: an earlier value holds null, which a merge cannot store.")
		}
	}
	var err error
	r.Change, err = MetadataChange(u, r.Input.Metadata)
	return r, err
}

// checkDocument tells line and column of what is not a JSON object.
func checkDocument(field, doc string) error {
	var value json.RawMessage
	err := json.Unmarshal([]byte(doc), &value)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		line, col := position(doc, syntax.Offset)
		return &EditError{Field: field, Problem: safetext.String(syntax.Error()), Line: line, Column: col}
	case err != nil:
		return &EditError{Field: field, Problem: "not valid JSON", Line: 1, Column: 1}
	case !isObject(value):
		return &EditError{Field: field, Problem: "metadata must be a JSON object: { … }", Line: 1, Column: 1}
	}
	return nil
}

// position turns the offset of a syntax error, which counts the bytes read
// with the wrong one, into line and column.
func position(doc string, offset int64) (line, col int) {
	read := doc[:min(max(offset-1, 0), int64(len(doc)))]
	return 1 + strings.Count(read, "\n"), len(read) - strings.LastIndexByte(read, '\n')
}

func editError(field string, err error) *EditError {
	e := &EditError{Field: field}
	var isNull *nullError
	var repeated *repeatedError
	var where *pathError
	if errors.As(err, &where) {
		e.Path = where.path
	}
	switch {
	case errors.As(err, &isNull):
		e.Path, e.Problem = isNull.path, nullProblem
	case errors.As(err, &repeated):
		e.Path, e.Problem = join(e.Path, repeated.name), "the key is there twice"
	default:
		e.Problem = safetext.String(err.Error())
	}
	return e
}

// MetadataChange lists the lines of a merge patch on u's metadata.
func MetadataChange(u *api.User, patch api.Metadata) ([]DiffLine, error) {
	ts, err := allTouches(u, patch)
	if err != nil {
		return nil, err
	}
	var out []DiffLine
	for _, t := range ts {
		if t.before != nil {
			out = append(out, diffLine('-', t.path, shown(t.before)))
		}
		if t.after != nil {
			out = append(out, diffLine('+', t.path, shown(t.after)))
		}
	}
	return out, nil
}

func shown(v json.RawMessage) string {
	return safetext.Truncate(safetext.String(string(compact(v))), valueWidth)
}

// allTouches lists the leaves of a patch over the three documents.
func allTouches(u *api.User, patch api.Metadata) ([]touch, error) {
	var out []touch
	for _, d := range documents() {
		p := *d.in(&patch)
		if p == nil {
			continue
		}
		ts, err := touches(d.of(u), p, d.id)
		if err != nil {
			return nil, editError(d.id, err)
		}
		for _, t := range ts {
			t.keys = append([]string{d.id}, t.keys...)
			out = append(out, t)
		}
	}
	return out, nil
}

// value reads the value that a touch is about.
func (t touch) value(u *api.User) json.RawMessage {
	for _, d := range documents() {
		if d.id == t.keys[0] {
			return at(d.of(u), t.keys[1:])
		}
	}
	return nil
}

// NotSentError wraps the failure of a read before the first write: whatever
// became of the read, nothing was changed.
type NotSentError struct{ Err error }

func (e *NotSentError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *NotSentError) Unwrap() error { return e.Err }

// NotSent tells the runner that there is nothing to settle.
func (e *NotSentError) NotSent() bool { return true }

// errNothing refuses an empty edit.
var errNothing = errors.New("nothing was changed, so nothing is sent")

// runMetadata reads the user first: there is no version tag, and the touched
// keys must still be what the person saw.
func runMetadata(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	ts, err := allTouches(u, in.Metadata)
	if err != nil {
		return Outcome{}, err
	}
	if len(ts) == 0 {
		return Outcome{}, errNothing
	}
	fresh, err := b.GetUser(ctx, u.ID)
	if err != nil {
		return Outcome{}, &NotSentError{fmt.Errorf("read the user before saving: %w", err)}
	}
	if changed := changedMeanwhile(u, fresh, ts); changed != nil {
		changed.Edited = replayed(fresh, ts)
		return Outcome{}, changed
	}
	var paths []string
	for _, t := range ts {
		paths = append(paths, t.path)
	}
	now, err := b.MergeMetadata(ctx, u.ID, in.Metadata)
	if err != nil {
		return Outcome{Before: fresh}, err
	}
	return Outcome{
		User: now, Refetch: now == nil, Before: fresh,
		Message: "Saved " + listed(paths, 3) + " of " + Name(u),
	}, nil
}

// listed joins the first n and counts the rest.
func listed(items []string, n int) string {
	if len(items) <= n {
		return strings.Join(items, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:n], ", "), len(items)-n)
}

func undoMetadata(before *api.User, in Input, out Outcome) *Undo {
	if out.Before != nil {
		before = out.Before
	}
	var back api.Metadata
	for _, d := range documents() {
		patch := *d.in(&in.Metadata)
		if patch == nil {
			continue
		}
		r, err := reversed(d.of(before), patch, d.id)
		if err != nil {
			return nil // a null that a merge cannot store: the review said so
		}
		*d.in(&back) = r
	}
	after := out.User
	if after == nil {
		return nil // without the new values nothing can be compared
	}
	return &Undo{
		Title: "Restore metadata of " + Name(before), ActionID: "user.metadata", User: after,
		Input: Input{Metadata: back}, Sends: sends(before.ID, []Write{writeMetadata()}),
	}
}

func verifyMetadata(before, now *api.User, in Input) Settled {
	ts, err := allTouches(before, in.Metadata)
	if err != nil {
		return Settled{State: CannotTell, Text: "The metadata cannot be compared."}
	}
	done, undone := 0, 0
	for _, t := range ts {
		v := t.value(now)
		if same(v, t.after) {
			done++
		}
		if same(v, t.before) {
			undone++
		}
	}
	switch {
	case done == len(ts) && undone < len(ts):
		return Settled{State: Happened, Text: "The metadata of " + Name(now) + " is saved."}
	case undone == len(ts) && done < len(ts):
		return Settled{State: DidNot, Text: "The metadata of " + Name(now) + " is as before."}
	default:
		return Settled{State: CannotTell, Text: "The metadata of " + Name(now) + " is neither as before nor as sent: someone else changed it too."}
	}
}

func noteMetadata(u *api.User, in Input) []string {
	ts, err := allTouches(u, in.Metadata)
	if err != nil {
		return nil
	}
	var out []string
	for _, t := range ts {
		verb := "set "
		if t.after == nil {
			verb = "remove "
		}
		out = append(out, verb+t.path)
	}
	return slices.Compact(out)
}
