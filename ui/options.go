// Package ui is the dashboard: the root model, its layout and the order in
// which a key travels. Its parts live in the packages below it.
package ui

import (
	"io"
	"time"

	"usher/api"
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
	Client      *api.Client
	Environment Environment
	// InstanceName names the application beside the badge, such as
	// "acme-dev"; "" until it is known.
	InstanceName string
	Version      string

	// PageSize is the number of users per request, 1 to 500; 0 means 50.
	PageSize int
	// Mouse turns mouse reporting on.
	Mouse bool
	// Zone is the zone of absolute times; nil means local.
	Zone *time.Location
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// AppID is the Dashboard's application id (app_…), used for exact links;
	// "" gives links to the application last used in the browser.
	AppID string
	// OpenURL opens a link in the browser; nil shows the link instead.
	OpenURL func(url string) error

	// Input and Output replace the terminal, for tests and remote operators.
	Input  io.Reader
	Output io.Writer
	// Environ is the environment the terminal is described by; nil means the
	// process's own.
	Environ []string
}
