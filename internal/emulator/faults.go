package emulator

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultKind names one way in which an answer goes wrong.
type FaultKind string

// The kinds of faults. Those that say "the request is executed" change the
// state before they spoil the answer; all others are decided before the
// request reaches its handler.
const (
	// FaultLatency waits DelayMS longer than the rest.
	FaultLatency FaultKind = "latency"
	// FaultRateLimited answers 429 with Retry-After (RetryAfter, default "2")
	// and an error envelope.
	FaultRateLimited FaultKind = "rate_limited"
	// FaultRateLimitedBare answers 429 with an envelope and no Retry-After.
	FaultRateLimitedBare FaultKind = "rate_limited_bare"
	// FaultRateLimitedEmpty answers 429 with an empty body; Retry-After only
	// when RetryAfter is set.
	FaultRateLimitedEmpty FaultKind = "rate_limited_empty"
	// FaultStatus answers Status (default 500) with the envelope that Clerk
	// gives for it.
	FaultStatus FaultKind = "status"
	// FaultHTML answers Status (default 502) with a proxy's HTML page.
	FaultHTML FaultKind = "html"
	// FaultResetBefore drops the connection; the request is not executed.
	FaultResetBefore FaultKind = "reset_before"
	// FaultResetAfter drops the connection; the request is executed.
	FaultResetAfter FaultKind = "reset_after"
	// FaultStall answers DelayMS (default a minute) after the request was
	// executed: who gives up before cannot know that it was.
	FaultStall FaultKind = "stall"
	// FaultTruncate sends half of the body; the request is executed.
	FaultTruncate FaultKind = "truncate"
	// FaultSlowBody sends the body in pieces of Bytes (default 256) with
	// DelayMS (default 100) between them; the request is executed.
	FaultSlowBody FaultKind = "slow_body"
	// FaultGzipBomb answers a small gzip body that unpacks to Bytes (default
	// 64 MiB) bytes; the request is executed.
	FaultGzipBomb FaultKind = "gzip_bomb"
	// FaultUnknownFields adds fields that no schema has to every object of
	// the answer, and an unknown verification kind; the request is executed.
	FaultUnknownFields FaultKind = "unknown_fields"
	// FaultPlan answers 402 unsupported_subscription_plan_features; without
	// a Path it applies to banning, the lists and impersonation.
	FaultPlan FaultKind = "plan"
	// FaultOrganizationsOff answers 403 organization_not_enabled_in_instance;
	// without a Path it applies to all that concerns organizations.
	FaultOrganizationsOff FaultKind = "organizations_off"
	// FaultDirectory answers 409 as for users managed by a directory; without
	// a Path it applies to deleting and updating users and memberships.
	FaultDirectory FaultKind = "directory"
	// FaultLockoutOff answers 403 feature_not_enabled to lock and unlock.
	FaultLockoutOff FaultKind = "lockout_off"
	// FaultResourceLocked answers 409 resource_locked; without a Path it
	// applies to every write.
	FaultResourceLocked FaultKind = "resource_locked"
)

// FaultKinds are all kinds of faults.
func FaultKinds() []FaultKind {
	return []FaultKind{
		FaultLatency, FaultRateLimited, FaultRateLimitedBare, FaultRateLimitedEmpty, FaultStatus, FaultHTML,
		FaultResetBefore, FaultResetAfter, FaultStall, FaultTruncate, FaultSlowBody, FaultGzipBomb, FaultUnknownFields,
		FaultPlan, FaultOrganizationsOff, FaultDirectory, FaultLockoutOff, FaultResourceLocked,
	}
}

// Fault is one rule: what goes wrong, for which requests, how often.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// Method and Path select requests; empty selects all (or what the kind's
	// comment says). Path is a path.Match pattern on the whole path, where a
	// trailing "/**" stands for everything below: "/v1/users/*/ban",
	// "/v1/users/**".
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty"`
	// Probability of the fault for a selected request, 0 < p <= 1. Zero
	// means always.
	Probability float64 `json:"probability,omitempty"`
	// Next limits the fault to the next N selected requests, after which the
	// rule is gone. Zero means no limit.
	Next int `json:"next,omitempty"`

	Status     int    `json:"status,omitempty"`      // FaultStatus, FaultHTML
	RetryAfter string `json:"retry_after,omitempty"` // the 429 kinds; sent as it is
	DelayMS    int    `json:"delay_ms,omitempty"`    // FaultLatency, FaultStall, FaultSlowBody
	Bytes      int    `json:"bytes,omitempty"`       // FaultSlowBody, FaultGzipBomb
}

// Faults are all knobs of a server. The zero value is a server without faults.
type Faults struct {
	// Latency is added to every API request, plus a random part up to Jitter.
	Latency, Jitter time.Duration
	// CreateTOTP switches POST /users/{user_id}/totp on, which no current
	// API version has.
	CreateTOTP bool
	// Rules are tried in order; the first that applies and answers wins,
	// rules that only wait or spoil the body add up.
	Rules []Fault
}

// faultsJSON is the form of Faults on the wire; pointers tell what a PATCH
// leaves alone.
type faultsJSON struct {
	LatencyMS  *int64   `json:"latency_ms,omitempty"`
	JitterMS   *int64   `json:"jitter_ms,omitempty"`
	CreateTOTP *bool    `json:"create_totp,omitempty"`
	Rules      *[]Fault `json:"rules,omitempty"`
}

// MarshalJSON writes the durations as latency_ms and jitter_ms.
func (f Faults) MarshalJSON() ([]byte, error) {
	latency, jitter, rules := f.Latency.Milliseconds(), f.Jitter.Milliseconds(), f.Rules
	if rules == nil {
		rules = []Fault{}
	}
	raw, err := json.Marshal(faultsJSON{&latency, &jitter, &f.CreateTOTP, &rules})
	if err != nil {
		return nil, fmt.Errorf("write the fault knobs: %w", err)
	}
	return raw, nil
}

// UnmarshalJSON overwrites the fields that data has and leaves the others, so
// that it serves PUT (into a zero value) and PATCH (into the present one).
func (f *Faults) UnmarshalJSON(data []byte) error {
	var in faultsJSON
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return fmt.Errorf("read the fault knobs: %w", err)
	}
	if in.LatencyMS != nil {
		f.Latency = time.Duration(*in.LatencyMS) * time.Millisecond
	}
	if in.JitterMS != nil {
		f.Jitter = time.Duration(*in.JitterMS) * time.Millisecond
	}
	if in.CreateTOTP != nil {
		f.CreateTOTP = *in.CreateTOTP
	}
	if in.Rules != nil {
		f.Rules = *in.Rules
	}
	return f.validate()
}

// validate names the first knob that cannot work.
func (f Faults) validate() error {
	if f.Latency < 0 || f.Jitter < 0 {
		return fmt.Errorf("latency and jitter must not be negative")
	}
	for i, r := range f.Rules {
		switch _, err := path.Match(r.Path, "/"); {
		case !slices.Contains(FaultKinds(), r.Kind):
			return fmt.Errorf("rule %d: unknown kind %q", i, r.Kind)
		case err != nil:
			return fmt.Errorf("rule %d: path %q: %w", i, r.Path, err)
		case r.Probability < 0 || r.Probability > 1:
			return fmt.Errorf("rule %d: probability %v is not within 0..1", i, r.Probability)
		case r.Next < 0 || r.DelayMS < 0 || r.Bytes < 0:
			return fmt.Errorf("rule %d: negative number", i)
		case r.Status != 0 && (r.Status < 400 || r.Status > 599):
			return fmt.Errorf("rule %d: status %d is not an error status", i, r.Status)
		}
	}
	return nil
}

// clone gives the caller rules of his own.
func (f Faults) clone() Faults {
	f.Rules = slices.Clone(f.Rules)
	return f
}

// selects reports whether the rule looks at this request at all.
func (r Fault) selects(method, p string) bool {
	if r.Method != "" && !strings.EqualFold(r.Method, method) {
		return false
	}
	if r.Path == "" {
		return r.Kind.concerns(method, p)
	}
	return matchPath(r.Path, p)
}

// matchPath is path.Match plus a trailing "/**".
func matchPath(pattern, p string) bool {
	if base, ok := strings.CutSuffix(pattern, "/**"); ok {
		if base == "" {
			return true
		}
		for {
			if hit, err := path.Match(base, p); err == nil && hit {
				return true
			}
			i := strings.LastIndexByte(p, '/')
			if i <= 0 {
				return false
			}
			p = p[:i]
		}
	}
	hit, err := path.Match(pattern, p)
	return err == nil && hit
}

// concerns is the selection of a rule without a path.
func (k FaultKind) concerns(method, p string) bool {
	write := method != "GET"
	switch k {
	case FaultPlan:
		return strings.HasSuffix(p, "/ban") || strings.HasSuffix(p, "/unban") ||
			strings.HasPrefix(p, "/v1/allowlist_identifiers") || strings.HasPrefix(p, "/v1/blocklist_identifiers") ||
			strings.HasPrefix(p, "/v1/actor_tokens") || p == "/v1/instance/restrictions"
	case FaultOrganizationsOff:
		return strings.HasPrefix(p, "/v1/organization") ||
			matchPath("/v1/users/*/organization_memberships", p) || matchPath("/v1/users/*/organization_invitations", p)
	case FaultDirectory:
		return (method == "DELETE" || method == "PATCH") && matchPath("/v1/users/*", p) ||
			write && matchPath("/v1/organizations/*/memberships/**", p)
	case FaultLockoutOff:
		return matchPath("/v1/users/*/lock", p) || matchPath("/v1/users/*/unlock", p)
	case FaultResourceLocked:
		return write
	default:
		return true
	}
}

// SetFaults replaces all fault knobs; requests under way keep theirs.
func (s *Server) SetFaults(f Faults) { s.faults.set(f) }

// Faults returns the fault knobs as they are now, counted down where a rule
// has Next.
func (s *Server) Faults() Faults { return s.faults.get() }

// faultState holds the knobs and decides, safe for concurrent use. The zero
// value has no faults.
type faultState struct {
	mu    sync.Mutex
	knobs Faults
	drawn uint64 // numbers drawn so far: equal sequences of requests meet equal faults
}

func (f *faultState) set(knobs Faults) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.knobs = knobs.clone()
}

func (f *faultState) get() Faults {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.knobs.clone()
}

// merge applies a JSON document onto the present knobs in one step.
func (f *faultState) merge(data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := f.knobs.clone()
	if err := json.Unmarshal(data, &next); err != nil {
		return err //nolint:wrapcheck // Faults words its own errors
	}
	f.knobs = next
	return nil
}

// draw decides what befalls one request: the wait, the first fault that
// answers in place of the handler, and those that spoil the handler's answer.
// Rules with Next are counted down here.
func (f *faultState) draw(method, p string) (wait time.Duration, instead *Fault, spoil []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	wait = f.knobs.Latency
	if f.knobs.Jitter > 0 {
		wait += time.Duration(f.random() * float64(f.knobs.Jitter))
	}
	kept := f.knobs.Rules[:0]
	for _, r := range f.knobs.Rules {
		if instead == nil && r.selects(method, p) && (r.Probability == 0 || f.random() < r.Probability) {
			switch r.Kind {
			case FaultLatency:
				wait += time.Duration(r.DelayMS) * time.Millisecond
			case FaultResetAfter, FaultStall, FaultTruncate, FaultSlowBody, FaultGzipBomb, FaultUnknownFields:
				spoil = append(spoil, r)
			default:
				instead = &r
			}
			if r.Next == 1 {
				continue
			}
			if r.Next > 1 {
				r.Next--
			}
		}
		kept = append(kept, r)
	}
	f.knobs.Rules = kept
	if instead != nil {
		spoil = nil
	}
	return wait, instead, spoil
}

// random is the next number within 0..1.
func (f *faultState) random() float64 {
	f.drawn++
	return float64(mix(f.drawn, 0xfa017)>>11) / (1 << 53)
}

// refusesPlan reports whether a plan rule without a path, or one for this
// path, is set; for requests whose need of a plan only their body shows.
func (f *faultState) refusesPlan() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.knobs.Rules, func(r Fault) bool { return r.Kind == FaultPlan && r.Path == "" })
}
