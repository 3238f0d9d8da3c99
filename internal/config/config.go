// Package config gathers the settings of usher: flags win over the
// environment, the environment over the file, the file over the defaults. Each
// value knows where it came from, and each complaint says where to mend it.
package config

import (
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Theme says whether the terminal's background is dark.
type Theme string

// The themes. Auto asks the terminal.
const (
	ThemeAuto  Theme = "auto"
	ThemeDark  Theme = "dark"
	ThemeLight Theme = "light"
)

// Palette names a set of colours.
type Palette string

// The palettes.
const (
	PaletteDefault    Palette = "default"
	Palette16         Palette = "16"
	PaletteNone       Palette = "none"
	PaletteColorblind Palette = "colorblind"
)

// Rate limits how much of an instance's documented request rate usher takes,
// in percent. The rate is shared with the customer's own product.
type Rate struct {
	// Person is the share that what a person waits for may burst to.
	Person int
	// Background is the share of prefetching, scans and bulk work.
	Background int
}

// Impersonation says how long an impersonation link can be opened, and how
// long its session lasts at most.
type Impersonation struct{ Link, Session time.Duration }

// Config is every setting with its value.
type Config struct {
	// SecretKey authenticates the requests; it comes from the environment only.
	SecretKey Secret
	// APIURL is the base URL of the Backend API, "" for Clerk's own.
	APIURL string
	// AppID is the Dashboard's application id (app_…), "" when unknown.
	AppID string
	// PageSize is the number of users per request, 1 to 500.
	PageSize int
	Theme    Theme
	Palette  Palette
	Mouse    bool
	// ReadOnly hides every act, on any instance. Production starts read-only
	// even without it.
	ReadOnly bool
	// Live is how often the list is read again by itself, 0 for never.
	Live time.Duration
	// Restore begins where the last run ended.
	Restore bool
	// Zone is the zone of absolute times.
	Zone *time.Location
	Rate Rate
	// Operator names the person in the audit log.
	Operator string
	// Actor is the subject of impersonation links; "" makes none.
	Actor string
	// Impersonation says how long impersonation links are good for.
	Impersonation Impersonation
	// ExportDir is where the bundles of erased users are written.
	ExportDir string
	// PhoneRegion is the country, such as AT, whose phone numbers may be pasted
	// without a calling code; "" is none.
	PhoneRegion string
	// PrivateHistory keeps searches that hold a whole identifier out of the
	// stored history; secrets are never stored.
	PrivateHistory bool
	// Keys are bindings to replace: keys by the id of a binding or action.
	Keys map[string][]string
	// Views are the saved views; none means the built-in ones.
	Views []View
	// Open is the name of the instance to open; "" leaves the choice to usher.
	Open string
	// Instances are those that can be opened by name.
	Instances []Instance

	// Path is the file that was read; "" if there was none.
	Path string

	zone    string
	origins map[string]Origin
}

// Origin tells where a value came from: "default", "--page-size",
// "USHER_PAGE_SIZE", "config.yaml:3".
type Origin string

// DefaultOrigin marks a value that nobody has set.
const DefaultOrigin Origin = "default"

// Inputs are the places that settings come from.
type Inputs struct {
	// File is the path of the configuration file; a missing file is fine
	// unless MustExist.
	File      string
	MustExist bool
	// Lookup reads an environment variable.
	Lookup func(name string) (string, bool)
	// Flags are the flags that were given, by name, without dashes.
	Flags map[string]string
}

func defaults() *Config {
	return &Config{
		PageSize: 50, Theme: ThemeAuto, Palette: PaletteDefault, Mouse: true, Restore: true,
		Impersonation: Impersonation{Link: 10 * time.Minute, Session: 30 * time.Minute},
		Zone:          time.Local, zone: "local", Rate: Rate{Person: 50, Background: 10},
		origins: map[string]Origin{},
	}
}

// Load gathers the settings. Its error joins everything that is wrong, a
// sentence each.
func Load(in Inputs) (*Config, error) {
	c := defaults()
	var problems []error

	var values map[string]value
	f, err := readFile(in.File, in.MustExist)
	if err != nil {
		problems = append(problems, err)
	}
	if f != nil {
		c.Path, c.Keys, c.Views, c.Instances, values = in.File, f.keys, f.views, f.instances, f.values
	}
	if c.Keys != nil {
		c.origins["keys"] = Origin(in.File)
	}
	for _, s := range settings() {
		if v, ok := values[s.Name]; ok {
			problems = append(problems, c.apply(s, v.text, v.origin))
		}
		if v, ok := in.Lookup(s.Env); ok && v != "" {
			problems = append(problems, c.apply(s, v, Origin(s.Env)))
		}
		if v, ok := in.Flags[s.Flag]; ok {
			problems = append(problems, c.apply(s, v, Origin("--"+s.Flag)))
		}
	}
	c.fromCommonVariables(in.Lookup)
	if raw, ok := in.Lookup(SecretKeyVariable); ok && raw != "" {
		c.SecretKey = Secret{raw: raw}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return c, nil
}

// apply sets one value; a bad value leaves the one before it.
func (c *Config) apply(s Setting, text string, from Origin) error {
	if err := s.set(c, text); err != nil {
		return fmt.Errorf("%s: %s %w", from, s.Name, err)
	}
	c.origins[s.Name] = from
	return nil
}

// fromCommonVariables heeds what other programs heed as well.
func (c *Config) fromCommonVariables(lookup func(string) (string, bool)) {
	if v, ok := lookup("NO_COLOR"); ok && v != "" && c.Origin("palette") == DefaultOrigin {
		c.Palette, c.origins["palette"] = PaletteNone, "NO_COLOR"
	}
	if v, ok := lookup("USER"); ok && v != "" && c.Operator == "" {
		c.Operator, c.origins["operator"] = v, "USER"
	}
}

// Origin tells where the value of a setting came from.
func (c *Config) Origin(name string) Origin {
	if o, ok := c.origins[name]; ok {
		return o
	}
	return DefaultOrigin
}

// checkURL accepts https, and http only for this machine itself: the secret
// key goes with every request.
func checkURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return fmt.Errorf("is %q, which is no URL", raw)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("must not carry a user, a query or a fragment")
	}
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("is %q: the secret key travels only over https (http is for loopback)", raw)
	}
	return fmt.Errorf("is %q: want an https URL", raw)
}
