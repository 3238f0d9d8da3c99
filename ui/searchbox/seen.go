package searchbox

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"usher/api"
	"usher/internal/safetext"
)

// Seen is what was seen of an instance while it was looked at: what values can
// be completed to. It asks nobody. Its methods may be called from several
// goroutines; those that take in records belong where these arrive, not into
// the handling of keys.
type Seen struct {
	mu            sync.Mutex
	organizations []string
	providers     []string
	paths         []string
	values        map[string][]string // by path
}

// What is kept, so that an instance of any size costs the same.
const (
	maxOrganizations = 200
	maxProviders     = 50
	maxPaths         = 200
	maxValues        = 20  // of a path
	maxPerPage       = 100 // users of a page that are looked at
	maxDepth         = 3   // of metadata
	maxMetadata      = 8 << 10
	maxWord          = 40 // bytes of a value or a path's part
)

// NewSeen has seen nothing.
func NewSeen() *Seen { return &Seen{values: map[string][]string{}} }

// Organizations are the names seen that begin with a prefix, or have a word
// that does.
func (s *Seen) Organizations(prefix string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	prefix = strings.ToLower(prefix)
	var out []string
	for _, name := range s.organizations {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, prefix) || strings.Contains(lower, " "+prefix) {
			out = append(out, name)
		}
	}
	return out
}

// Providers are the social providers seen, such as google.
func (s *Seen) Providers() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.providers)
}

// MetadataPaths are the paths seen, such as public.plan.
func (s *Seen) MetadataPaths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.paths)
}

// MetadataValues are the values seen at a path. Those of private metadata are
// never among them: they are masked on the screen.
func (s *Seen) MetadataValues(path string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.values[path])
}

// Organization notes an organization by its name, or by its slug where the
// name is none that can be typed.
func (s *Seen) Organization(name, slug api.Text) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range []api.Text{name, slug} {
		if word, ok := typeable(t); ok {
			s.organizations = noted(s.organizations, word, maxOrganizations)
			return
		}
	}
}

// Users notes the providers and the metadata of a page of users.
func (s *Seen) Users(users []*api.User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range users[:min(len(users), maxPerPage)] {
		if u == nil || u.Broken != nil {
			continue
		}
		for i := range u.ExternalAccounts {
			if word, ok := typeable(u.ExternalAccounts[i].Provider); ok {
				s.providers = noted(s.providers, strings.TrimPrefix(word, "oauth_"), maxProviders)
			}
		}
		s.metadata("public.", u.PublicMetadata, true, 1)
		s.metadata("unsafe.", u.UnsafeMetadata, true, 1)
		s.metadata("private.", u.PrivateMetadata, false, 1)
	}
}

// metadata notes the paths of an object and, where they may be shown, its
// plain values.
func (s *Seen) metadata(prefix string, raw json.RawMessage, values bool, depth int) {
	if len(raw) <= len("{}") || len(raw) > maxMetadata || raw[0] != '{' || depth > maxDepth || len(s.paths) >= maxPaths {
		return
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return
	}
	for name, v := range members {
		if !plainName(name) || len(v) == 0 {
			continue
		}
		path := prefix + name
		if v[0] == '{' {
			s.metadata(path+".", v, values, depth+1)
			continue
		}
		s.paths = noted(s.paths, path, maxPaths)
		if word, ok := plainValue(v); ok && values && slices.Contains(s.paths, path) {
			s.values[path] = noted(s.values[path], word, maxValues)
		}
	}
}

// plainName tells whether a name can stand in a path as it is.
func plainName(s string) bool {
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' }
	return s != "" && len(s) <= maxWord && !strings.ContainsFunc(s, other) && safetext.String(s) == s
}

// plainValue is a word, a number or a truth value of JSON, as it is typed.
func plainValue(raw json.RawMessage) (string, bool) {
	if raw[0] == '[' || len(raw) > maxWord {
		return "", false
	}
	var t api.Text
	if json.Unmarshal(raw, &t) != nil {
		return "", false
	}
	return typeable(t)
}

// typeable is a text that can be typed and read: short, of one line, and drawn
// as it is.
func typeable(t api.Text) (string, bool) {
	word := safetext.Line(t)
	return word, word != "" && len(word) <= maxWord && t.Is(word) && strings.TrimSpace(word) == word
}

// noted adds a word in its order, once, up to a bound.
func noted(words []string, word string, bound int) []string {
	at, known := slices.BinarySearch(words, word)
	if known || len(words) >= bound {
		return words
	}
	return slices.Insert(words, at, word)
}
