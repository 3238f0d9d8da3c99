package keymap

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"

	"usher/internal/misspelt"
)

// ErrOverride is what every refusal of [Map.Override] wraps.
var ErrOverride = errors.New("key bindings")

// Override binds other keys, by binding id or action id. An empty list takes
// a binding's keys away. Nothing changes unless all of it is right; the error
// lists everything that is wrong: unknown ids, names that are no keys, and
// keys that would mean two things in one place, naming both.
func (m *Map) Override(keys map[string][]string) error {
	c := m.Clone()
	byID := map[string]*key.Binding{}
	for _, s := range c.slots() {
		byID[s.id] = s.b
	}
	var wrong []string
	for _, id := range slices.Sorted(maps.Keys(keys)) {
		list := keys[id]
		for _, k := range list {
			if !validKey(k) {
				wrong = append(wrong, fmt.Sprintf("%s: %q is not a key (write it like j, G, ctrl+r, shift+tab, pgdown, space)", id, k))
			}
		}
		if b, ok := byID[id]; ok {
			rebind(b, list)
			continue
		}
		if b, ok := c.Actions[id]; ok {
			rebind(&b, list)
			c.Actions[id] = b
			continue
		}
		wrong = append(wrong, fmt.Sprintf("%s: no binding has this name%s", id, c.suggest(id)))
	}
	for _, clash := range c.Clashes() {
		wrong = append(wrong, clash.String())
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %s", ErrOverride, strings.Join(wrong, "; "))
	}
	*m = *c
	return nil
}

func rebind(b *key.Binding, keys []string) {
	desc := b.Help().Desc
	if len(keys) == 0 {
		b.SetKeys()
		b.SetHelp("", desc)
		b.SetEnabled(false)
		return
	}
	b.SetKeys(slices.Clone(keys)...)
	b.SetHelp(show(keys), desc)
	b.SetEnabled(true)
}

// Clash is one key that means two things in one place.
type Clash struct {
	Key   string
	A, B  string // binding ids
	Scope Scope
}

// String says what clashes.
func (c Clash) String() string {
	return fmt.Sprintf("key %s means both %s and %s (%s)", c.Key, c.A, c.B, strings.ToLower(c.Scope.String()))
}

// Clashes returns every key that would mean two things in one place.
func (m *Map) Clashes() []Clash {
	type place struct {
		key   string
		scope Scope
	}
	owner := map[place]string{}
	var out []Clash
	claim := func(id string, b key.Binding, scopes []Scope) {
		for _, k := range b.Keys() {
			for _, s := range scopes {
				first, taken := owner[place{k, s}]
				if taken && first != id && !share(first, id) {
					if !slices.ContainsFunc(out, func(c Clash) bool { return c.Key == k && c.A == first && c.B == id }) {
						out = append(out, Clash{Key: k, A: first, B: id, Scope: s})
					}
					continue
				}
				if !taken {
					owner[place{k, s}] = id
				}
			}
		}
	}
	for _, s := range m.slots() {
		claim(s.id, *s.b, places(s))
	}
	for _, id := range m.actions {
		claim(id, m.Actions[id], []Scope{List, Detail})
	}
	return append(out, m.openers()...)
}

// places lists the scopes in which a slot counts.
func places(s slot) []Scope {
	scopes := append([]Scope{s.scope}, s.also...)
	if s.scope == Global {
		scopes = append(scopes, List, Detail, JSON)
	}
	return scopes
}

// openers returns the actions whose key is also the key that confirms: a key
// held too long would do what it only asked for.
func (m *Map) openers() []Clash {
	var out []Clash
	for _, id := range m.actions {
		for _, k := range m.Actions[id].Keys() {
			if slices.Contains(m.Confirm.Keys(), k) {
				out = append(out, Clash{Key: k, A: "dialog.confirm", B: id, Scope: Dialog})
			}
		}
	}
	return out
}

// share reports whether two bindings may have a key in common because never
// both apply.
func share(a, b string) bool {
	for _, p := range [][2]string{{"user.lock", "user.unlock"}, {"user.ban", "user.unban"}} {
		if a == p[0] && b == p[1] || a == p[1] && b == p[0] {
			return true
		}
	}
	return false
}

// suggest names the known id that is closest to a wrong one.
func (m *Map) suggest(id string) string {
	best, least := "", len(id)/3+1
	for _, e := range m.Bindings() {
		if d := misspelt.Distance(e.ID, id); d < least {
			best, least = e.ID, d
		}
	}
	if best == "" {
		return ""
	}
	return ", did you mean " + best + "?"
}

// named lists the keys that have a name instead of a letter.
func named() []string {
	return []string{
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete", "backspace", "tab",
		"enter", "esc", "space", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
	}
}

// validKey reports whether k is a key's name as the terminal library writes
// it: modifiers in the order ctrl, alt, shift, then one letter or a name.
func validKey(k string) bool {
	rest := k
	mods := 0
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if r, ok := strings.CutPrefix(rest, mod); ok && r != "" {
			rest = r
			mods++
		}
	}
	if slices.Contains(named(), rest) {
		return true
	}
	r, size := utf8.DecodeRuneInString(rest)
	if r == utf8.RuneError || size != len(rest) || r <= ' ' || r == 0x7f {
		return false
	}
	// A letter with shift is written as the capital letter.
	return mods == 0 || !strings.Contains(k, "shift+")
}
