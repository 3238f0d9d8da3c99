// Package actions is the table of everything the dashboard does to a user or
// for its reader: one row an action. The action menu, the palette, the help,
// the key hints, the README's table and the audit log read the rows; the
// runner alone runs those that change something.
package actions

import (
	"cmp"
	"context"
	"strings"
	"time"

	"usher/api"
)

// Level tells how hard it must be to do harm with an action.
type Level int

// The levels of care.
const (
	Look         Level = iota // reads, copies, opens: no dialog
	Reversible                // one user, can be undone: one key confirms
	Sensitive                 // security: one key and a reason
	Irreversible              // cannot be undone, or wide: typed confirmation
)

// Action is one row of the table. Its functions close over nothing that
// changes; they may be called from any goroutine.
type Action struct {
	ID    string // stable name, such as "user.ban"; keys are bound by it
	Title string // what the menu, the palette and the help call it
	// Operations are the API's operation ids, for the README's table.
	Operations []string
	Level      Level
	// Mutates says that Run changes something at the server: then it needs
	// the gate open and an audit ticket for its Writes.
	Mutates bool
	// Writes are all requests beside reads that one Run may send. The
	// transport refuses any other.
	Writes []Write
	// Reads are set by an action that changes nothing and that the audit log
	// holds all the same, such as the reveal of a token.
	Reads []Write
	// Letter is the key inside the action menu, Section where it stands there.
	Letter  string
	Section Section
	// Free says that the action needs no user: create a user, invite, block an
	// identifier. Its functions take a nil user.
	Free bool

	// Applies tells whether the action makes sense for u as it was last
	// seen; if not, why not, in a few words without a full stop.
	Applies func(u *api.User) (ok bool, why string)
	// Ask builds the dialog; nil for actions that need none.
	Ask func(u *api.User, env Env) Prompt
	// Prepare reads what the dialog shows (sessions, organizations) before it
	// can be asked; nil when Ask is enough. It is called outside of Update and
	// only reads; where it is set, Ask is nil.
	Prepare func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error)
	// Run does it. It is called outside of Update, blocks, and must send
	// each write once.
	Run func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error)
	// Reports says that Run tells its progress.
	Reports bool
	// Undo tells what puts back what Run did; nil when nothing can.
	Undo func(before *api.User, in Input, out Outcome) *Undo
	// Verify tells from the user read again whether a Run whose answer was
	// lost has happened. What changes something has either Verify or Settle.
	Verify func(before, now *api.User, in Input) Settled
	// Settle finds the same out by reads of its own, where the user alone does
	// not tell. Its Outcome is what the page shows.
	Settle func(ctx context.Context, b Backend, u *api.User, in Input) (Settled, Outcome, error)
	// Note lists what the audit log should hold beside the action's name,
	// such as the touched metadata keys; never a secret or a value of
	// metadata. nil for nothing.
	Note func(u *api.User, in Input) []string
}

// Write is one request that an action may send.
type Write struct {
	Method string
	// Path is below the base URL; {user_id} stands for the user's id, any
	// other {name} for one path segment.
	Path string
	Max  int // how many of them; 0 means 1
	// Each stands for one request for each of Input.Targets, whose id takes
	// the place of the name in braces that is not the user's.
	Each bool
}

// PathFor puts the user's id in; other segments in braces become "*".
func (w Write) PathFor(id api.ID) string {
	parts := strings.Split(w.Path, "/")
	for i, p := range parts {
		switch {
		case p == "{user_id}":
			parts[i] = string(id)
		case strings.HasPrefix(p, "{"):
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// For is method and path: "POST /users/user_1/ban".
func (w Write) For(id api.ID) string { return w.Method + " " + w.PathFor(id) }

// Impersonation is how long an impersonation link can be opened, and how long
// its session lasts at most.
type Impersonation struct{ Link, Session time.Duration }

// orUsual fills in the times that are not set.
func (i Impersonation) orUsual() Impersonation {
	return Impersonation{Link: cmp.Or(i.Link, 10*time.Minute), Session: cmp.Or(i.Session, 30*time.Minute)}
}

// Env is what an action may know of the place it runs in.
type Env struct {
	Production bool
	ReadOnly   bool
	Now        time.Time
	// Clock is for runs that read at several times; filled in by the runner.
	Clock func() time.Time
	// AppID and InstanceID make exact links to the web dashboard.
	AppID      string
	InstanceID api.ID
	// Application names the application to its users, such as the issuer that
	// an authenticator app shows; "" when not known.
	Application string
	// Actor is who impersonates: the "sub" of impersonation links; "" when the
	// configuration does not say.
	Actor string
	// Impersonation says how long impersonation links are good for; zero means
	// the usual times.
	Impersonation Impersonation
	// Target is what the cursor stands on within the user: the id of a session,
	// an identification, an organization. Forms begin with it chosen.
	Target api.ID
	// Address is the e-mail address that somebody looked for and nobody has;
	// forms about an address begin with it. Foreign.
	Address string
	// ExportDir is where the bundles of erased users go.
	ExportDir string
	// Issued are the links made in this run of usher and not taken back,
	// newest first; filled in by the runner.
	Issued []Issued
	// Codes are the verification codes sent in this run of usher, newest
	// first; filled in by the runner.
	Codes []SentCode
}

// SentCode is a verification that waits for its code.
type SentCode struct {
	Identification api.ID // the e-mail address or phone number
	Verification   api.ID
	User           api.ID
	Expires        time.Time // zero when not known
}

// Issued is a link that signs someone in. The server cannot list them.
type Issued struct {
	ID      api.ID
	Kind    IssuedKind
	User    api.ID
	Name    string // of the user, safe to draw
	Made    time.Time
	Expires time.Time // zero when not known
}

// IssuedKind tells the links apart.
type IssuedKind int

// The kinds of links.
const (
	SignInLink IssuedKind = iota
	ImpersonationLink
)

// Input is what a person gave with the confirmation.
type Input struct {
	Reason string
	// Values are typed or picked values by name.
	Values map[string]string
	// Metadata is the merge patch of user.metadata: changed keys as they
	// are, removed keys as null, a field left out untouched.
	Metadata api.Metadata
	// Secrets are typed passwords and codes by name; they redact themselves.
	Secrets map[string]api.Secret
	// Targets are the things that one run acts on, such as sessions, as the
	// dialog listed them.
	Targets []Target
	// Progress is told about each request of a run that sends several; set by
	// the runner, nil is silence. Call Report.
	Progress func(done, total int, what string)
	// Undoes is the number of the Undo this run carries out; 0 for none.
	Undoes uint64
	// Env is filled in by the runner.
	Env Env
}

// Report tells the progress, when anyone listens. what is safe to draw.
func (in Input) Report(done, total int, what string) {
	if in.Progress != nil {
		in.Progress(done, total, what)
	}
}

// Target is one of several things that a run acts on.
type Target struct {
	ID   api.ID
	Name string // safe to draw
}

// Answer is what an action that asks the server a question came to.
type Answer int

// The answers.
const (
	NoAnswer Answer = iota // the action asks no question
	Yes
	No
)

// Outcome is what a Run that succeeded brought.
type Outcome struct {
	User    *api.User // the user as it is now; nil when not told
	Refetch bool      // the user changed and must be read again
	Message string    // what happened, one sentence without a full stop, safe to draw
	// Copy goes to the clipboard and OpenURL to the browser; the page does
	// both. OpenURL holds nothing that a stranger typed.
	Copy    api.Text
	OpenURL string
	// Before is the user as Run itself read it before writing, when it did.
	Before *api.User
	// Show is what the person must see, such as a link; the page opens it.
	Show *Show
	// Answer is the answer to a question: a wrong password is no error.
	Answer Answer
	// Gone says that the user was deleted: the row goes.
	Gone bool
	// Issued is a link made by this run; Revoked one that was taken back.
	Issued  *Issued
	Revoked api.ID
	// Sent is a verification that now waits for its code.
	Sent *SentCode
	// Created says that User is new: no list has it yet.
	Created bool
	// Next is the id of the action that goes on from here, such as verifying
	// a code; "" for none.
	Next string
	// Detail goes into the audit log, such as the id of what was made; never a
	// secret.
	Detail string
	// Reload names what else of the user has changed, for the tabs that show
	// it: "sessions", "organizations", "devices", "invitations".
	Reload []string
}

// Show is shown once and then forgotten.
type Show struct {
	Title   string   // safe to draw
	Lines   []string // safe to draw
	Secrets []ShowSecret
	QR      api.Secret // text to encode as a QR code; empty for none
	// For is the time after which it hides itself; 0 means until closed.
	For time.Duration
}

// ShowSecret is masked until it is revealed or copied on request.
type ShowSecret struct {
	Label    string // safe to draw
	Value    api.Secret
	Revealed bool // shown from the start
}

// Undo puts back what an action did, by running another one.
type Undo struct {
	ID       uint64 // given by the runner
	Title    string // such as "Unban Alice Johnson"
	ActionID string
	Input    Input
	User     *api.User // as the done action left it
	Sends    []string  // the requests it will send
	Caveat   string    // what it does not put back; "" for nothing
	// Does and Change are what its dialog shows where the action's own needs
	// a form or reads first.
	Does   []string
	Change []DiffLine
}

// SettledState tells what became of a request whose answer was lost.
type SettledState int

// The answers.
const (
	NotAsked   SettledState = iota // the answer was not lost
	Happened                       // it was done
	DidNot                         // it was not done
	CannotTell                     // the user read again does not tell
)

// String gives the word that the audit log holds.
func (s SettledState) String() string {
	switch s {
	case Happened:
		return "happened"
	case DidNot:
		return "did_not_happen"
	case CannotTell:
		return "cannot_tell"
	default:
		return ""
	}
}

// Settled is a state with the sentence that says how it is known.
type Settled struct {
	State SettledState
	Text  string // safe to draw
}
