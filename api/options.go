package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Defaults of a [Client].
const (
	DefaultBaseURL    = "https://api.clerk.com/v1"
	DefaultAPIVersion = "2026-05-12"
	defaultUserAgent  = "usher"
)

// Option configures a [Client].
type Option func(*config) error

type config struct {
	base       string // without a slash at the end
	client     *http.Client
	transport  http.RoundTripper
	timeouts   Timeouts
	userAgent  string
	apiVersion string
	retry      RetryPolicy
	limits     Limits
	observer   func(Event)
	clock      Clock
	random     io.Reader
}

// Timeouts bounds the phases of a request. A zero field takes its default.
type Timeouts struct {
	Connect time.Duration // reaching the server, TLS included; 5 s
	Header  time.Duration // from the request sent to the head of the answer; 10 s
	Body    time.Duration // reading the answer, and sending a file; 30 s
}

func (t Timeouts) withDefaults() Timeouts {
	if t.Connect <= 0 {
		t.Connect = 5 * time.Second
	}
	if t.Header <= 0 {
		t.Header = 10 * time.Second
	}
	if t.Body <= 0 {
		t.Body = 30 * time.Second
	}
	return t
}

// WithBaseURL sets the URL that paths are appended to. A URL without a path
// gets /v1. It must be https, or http on a loopback address.
func WithBaseURL(s string) Option {
	return func(c *config) error {
		base, err := checkBaseURL(s)
		c.base = base
		return err
	}
}

func checkBaseURL(s string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return "", errors.New("base URL: not a URL")
	}
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return "", errors.New("base URL: must start with https://")
	case u.Hostname() == "":
		return "", errors.New("base URL: has no host")
	case u.User != nil:
		return "", errors.New("base URL: must not hold a user or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("base URL: must not hold a query or fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return "", fmt.Errorf("base URL: must be https, because the key would travel in the open to %s", inert(u.Hostname()))
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	if u.Path == "" {
		u.Path = "/v1"
	}
	return u.String(), nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// WithHTTPClient sends through h's transport and honours its Timeout. Its
// redirect policy and cookies are not used.
func WithHTTPClient(h *http.Client) Option {
	return func(c *config) error {
		if h == nil {
			return errors.New("HTTP client: is nil")
		}
		c.client = h
		return nil
	}
}

// WithTransport sends through t, which can wrap [NewTransport].
func WithTransport(t http.RoundTripper) Option {
	return func(c *config) error {
		if t == nil {
			return errors.New("transport: is nil")
		}
		c.transport = t
		return nil
	}
}

// WithTimeout sets the time limits of each attempt.
func WithTimeout(t Timeouts) Option {
	return func(c *config) error {
		c.timeouts = t.withDefaults()
		return nil
	}
}

// WithUserAgent names the program, as name/version.
func WithUserAgent(s string) Option {
	return func(c *config) error {
		if !isHeaderText(s) {
			return errors.New("user agent: must be printable ASCII")
		}
		c.userAgent = s
		return nil
	}
}

// WithAPIVersion sends another version than [DefaultAPIVersion].
func WithAPIVersion(s string) Option {
	return func(c *config) error {
		if !ID(s).Valid() {
			return errors.New("API version: must be a date such as " + DefaultAPIVersion)
		}
		c.apiVersion = s
		return nil
	}
}

// WithRetry sets when and how failed requests are sent again.
func WithRetry(p RetryPolicy) Option {
	return func(c *config) error {
		c.retry = p.withDefaults()
		return nil
	}
}

// WithRateLimit sets the client's own budget.
func WithRateLimit(l Limits) Option {
	return func(c *config) error {
		c.limits = l
		return nil
	}
}

// WithObserver calls f for each step of each call, on the goroutine of the
// call: f must be quick and safe for concurrent use.
func WithObserver(f func(Event)) Option {
	return func(c *config) error {
		c.observer = f
		return nil
	}
}

// WithClock replaces the time that budgets and retries are reckoned in.
func WithClock(clock Clock) Option {
	return func(c *config) error {
		if clock == nil {
			return errors.New("clock: is nil")
		}
		c.clock = clock
		return nil
	}
}

// WithRandom replaces the source of TOTP secrets.
func WithRandom(r io.Reader) Option {
	return func(c *config) error {
		if r == nil {
			return errors.New("random source: is nil")
		}
		c.random = r
		return nil
	}
}

func isHeaderText(s string) bool {
	if s == "" || len(s) > maxIDLen {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
