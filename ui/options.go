// Package ui is the dashboard: the root model, its layout and the order in
// which a key travels. Its parts live in the packages below it.
package ui

import (
	"crypto/rand"
	"io"
	"iter"
	"os/exec"
	"time"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/clipboard"
	"usher/internal/guard"
	"usher/internal/state"
	"usher/keymap"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/users"
)

// Environment is the kind of instance that the badge names.
type Environment int

// The kinds of instance.
const (
	Demo Environment = iota
	Development
	Production
)

// Options is what a dashboard is started with. One process can run several
// dashboards with different options; nothing is kept in package variables.
type Options struct {
	// Client must send through a guard.NewTransport on Gate, so that nothing
	// is changed around the gate and the audit log.
	Client      *api.Client
	Gate        *guard.Gate
	Audit       *audit.Log
	Environment Environment
	// Keys are the key bindings; nil means the defaults.
	Keys *keymap.Map
	// Theme is how colours are chosen. AutoTheme asks the terminal for its
	// background and follows the answer.
	Theme     styles.Theme
	AutoTheme bool
	// ReadOnly says that writing can not be opened, whatever the gate's
	// instance; it is only shown.
	ReadOnly bool
	// InstanceName names the application beside the badge, such as
	// "acme-dev"; "" until it is known.
	InstanceName string
	Version      string

	// PageSize is the number of users per request, 1 to 500; 0 means 50.
	PageSize int
	// Live is how often the list is read again by itself, 0 for never.
	Live time.Duration
	// Mouse turns mouse reporting on.
	Mouse bool
	// Zone is the zone of absolute times; nil means local.
	Zone *time.Location
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// AppID is the Dashboard's application id (app_…), used for exact links;
	// "" gives links to the application last used in the browser.
	AppID string
	// Actor is who impersonates: the "sub" of impersonation links; "" means
	// that there are none.
	Actor string
	// Impersonation says how long impersonation links are good for.
	Impersonation actions.Impersonation
	// ExportDir is where the bundles of erased users are written.
	ExportDir string

	// Clipboard copies to the person's clipboard; nil asks the terminal.
	Clipboard *clipboard.Board
	// History reads the audit log's entries of a user; nil means that there is
	// none to read.
	History func(user api.ID) iter.Seq2[audit.Entry, error]

	// Views are the views in the order of their tabs; none means the built-in
	// ones.
	Views []users.View
	// SaveViews changes the views where they are kept and returns them as they
	// are there now; nil means that they live as long as this program. It is
	// called outside of Update.
	SaveViews func(change users.Change) ([]users.View, error)

	// Region is the country whose phone numbers may be pasted without their
	// country code, such as "DE"; "" means none.
	Region string

	// OpenURL opens a link in the browser; nil shows the link instead.
	OpenURL func(url string) error

	// DraftDir is where typed metadata is kept until the server has it, so that
	// it survives a crash; "" keeps it in memory only.
	DraftDir string
	// State is what outlasts the program, such as the search history; nil keeps
	// it until the end.
	State *state.Store
	// Restore begins where the last run ended, as State remembers it, and
	// remembers where this one ends.
	Restore bool
	// Problem is what went wrong before the dashboard opened, such as a state
	// that could not be read, or "".
	Problem string
	// Instances are those that the person can switch to, this one among them;
	// SwitchTo is told which one was chosen, and the dashboard then ends.
	Instances []Instance
	SwitchTo  func(name string)
	// EditorCommand makes the command that opens a file in the person's own
	// editor; nil means that there is none.
	EditorCommand func(path string) *exec.Cmd

	// Random is where made passwords come from; nil means crypto/rand.
	Random io.Reader

	// Input and Output replace the terminal, for tests and remote operators.
	Input  io.Reader
	Output io.Writer
	// Environ is the environment the terminal is described by; nil means the
	// process's own.
	Environ []string
}

func (o Options) withDefaults() Options {
	if o.PageSize <= 0 {
		o.PageSize = defaultPageSize
	}
	o.PageSize = min(o.PageSize, maxPageSize)
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Clipboard == nil {
		o.Clipboard = clipboard.New(clipboard.Options{Environ: []string{}})
	}
	if o.State == nil {
		o.State = state.Memory()
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Keys == nil {
		o.Keys = keymap.Default()
	}
	return o
}

const (
	defaultPageSize = 50
	maxPageSize     = 500
)
