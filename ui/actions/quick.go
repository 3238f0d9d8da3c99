package actions

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"usher/api"
	"usher/internal/safetext"
)

// QuickError says what is wrong with the argument of “:set” or “:unset”.
type QuickError struct {
	At, Len int    // the word that is wrong, in bytes of the argument
	Problem string // a sentence without a full stop, safe to draw
}

// Error is the problem.
func (e *QuickError) Error() string { return e.Problem }

// SetMetadata reads “public.plan=pro” (a text) or “private.seats:=5” (JSON)
// and tells what has to be merged into u's metadata; the review is confirmed
// as one of user.metadata. Errors are *QuickError and *EditError.
func SetMetadata(u *api.User, arg string) (Review, error) {
	q := quick{arg: arg}
	d, keys, err := q.path()
	if err != nil {
		return Review{}, err
	}
	value, err := q.value()
	if err != nil {
		return Review{}, err
	}
	return q.review(u, d, keys, value)
}

// UnsetMetadata reads “public.trial” and tells how the key is removed.
func UnsetMetadata(u *api.User, arg string) (Review, error) {
	q := quick{arg: arg}
	d, keys, err := q.path()
	if err != nil {
		return Review{}, err
	}
	if q.skip(); q.at < len(arg) {
		return Review{}, q.wrong(q.at, len(arg), "a path alone is expected, such as public.trial")
	}
	return q.review(u, d, keys, nil)
}

// quick walks through an argument.
type quick struct {
	arg   string
	at    int
	words []int // where each key of the path begins
}

func (q *quick) wrong(from, to int, problem string) error {
	return &QuickError{At: from, Len: max(to-from, 0), Problem: problem}
}

func (q *quick) skip() {
	for q.at < len(q.arg) && (q.arg[q.at] == ' ' || q.arg[q.at] == '\t') {
		q.at++
	}
}

// path reads “public.a."b.c"”.
func (q *quick) path() (document, []string, error) {
	if !utf8.ValidString(q.arg) {
		return document{}, nil, q.wrong(0, len(q.arg), "not valid UTF-8")
	}
	q.skip()
	var keys []string
	for {
		start := q.at
		key, err := q.key()
		if err != nil {
			return document{}, nil, err
		}
		keys, q.words = append(keys, key), append(q.words, start)
		if q.at >= len(q.arg) || q.arg[q.at] != '.' {
			break
		}
		q.at++
	}
	first := strings.TrimSuffix(keys[0], "_metadata")
	for _, d := range documents() {
		if strings.TrimSuffix(d.id, "_metadata") != first {
			continue
		}
		if len(keys) == 1 {
			return document{}, nil, q.wrong(q.words[0], q.at, "a key is missing: "+first+".key")
		}
		return d, keys[1:], nil
	}
	end := q.words[0] + len(keys[0])
	return document{}, nil, q.wrong(q.words[0], min(end, len(q.arg)), "the path begins with public, private or unsafe")
}

// key reads one key: a bare word, or a JSON string.
func (q *quick) key() (string, error) {
	start := q.at
	if q.at < len(q.arg) && q.arg[q.at] == '"' {
		for q.at++; q.at < len(q.arg) && q.arg[q.at] != '"'; q.at++ {
			if q.arg[q.at] == '\\' {
				q.at++
			}
		}
		q.at = min(q.at+1, len(q.arg))
		var key string
		if json.Unmarshal([]byte(q.arg[start:q.at]), &key) != nil {
			return "", q.wrong(start, q.at, "not a key in quotes")
		}
		return key, nil
	}
	for q.at < len(q.arg) && !strings.ContainsRune(". \t=\"", rune(q.arg[q.at])) && !strings.HasPrefix(q.arg[q.at:], ":=") {
		q.at++
	}
	if q.at == start {
		return "", q.wrong(start, start+1, "a key is missing")
	}
	return q.arg[start:q.at], nil
}

// value reads “=text” or “:=JSON”.
func (q *quick) value() (json.RawMessage, error) {
	q.skip()
	rest := q.arg[q.at:]
	text, isJSON := strings.CutPrefix(rest, ":=")
	if isJSON {
		text = strings.TrimSpace(text)
		from := q.at + 2
		switch {
		case text == "":
			return nil, q.wrong(from, len(q.arg), "a JSON value is missing after :=")
		case !json.Valid([]byte(text)):
			return nil, q.wrong(from, len(q.arg), "not valid JSON; “=” takes a text as it is")
		case isNull(json.RawMessage(text)):
			return nil, q.wrong(from, len(q.arg), "a merge cannot store null; “:unset” removes the key")
		}
		return json.RawMessage(text), nil
	}
	text, ok := strings.CutPrefix(rest, "=")
	if !ok {
		return nil, q.wrong(q.at, len(q.arg), "a value is missing: key=text or key:=JSON")
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, `"`) && json.Valid([]byte(text)) {
		return json.RawMessage(text), nil
	}
	return jsonString(text), nil
}

// jsonString writes a text without the escapes that HTML wants.
func jsonString(s string) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return json.RawMessage(`""`)
	}
	return bytes.TrimSpace(b.Bytes())
}

// review puts the value in its place and has the whole document compared.
func (q *quick) review(u *api.User, d document, keys []string, value json.RawMessage) (Review, error) {
	doc, err := q.put(wholeObject(d.of(u)), keys, value, d.id, 1)
	if err != nil {
		return Review{}, err
	}
	return ReviewMetadata(u, map[string]string{d.id: string(doc)})
}

// put writes value at a path of an object; nil removes the key. n counts the
// keys of the whole path that were passed.
func (q *quick) put(doc json.RawMessage, keys []string, value json.RawMessage, path string, n int) (json.RawMessage, error) {
	ms, err := members(doc)
	if err != nil {
		return nil, editError(path, err)
	}
	i := slices.IndexFunc(ms, func(m member) bool { return m.name == keys[0] })
	here := join(path, keys[0])
	word := func(problem string) error {
		end := len(q.arg)
		if n+1 < len(q.words) {
			end = q.words[n+1] - 1
		} else if value != nil {
			end = q.words[n] + 1
		}
		return q.wrong(q.words[n], end, problem)
	}
	switch {
	case i < 0 && value == nil:
		return nil, word("there is no " + here)
	case i < 0:
		ms, i = append(ms, member{name: keys[0], raw: jsonString(keys[0]), value: json.RawMessage("{}")}), len(ms)
	case len(keys) > 1 && !isObject(ms[i].value):
		return nil, word(here + " is " + kindOf(ms[i].value) + " and holds no keys; the editor can change it")
	}
	switch {
	case len(keys) > 1:
		if ms[i].value, err = q.put(ms[i].value, keys[1:], value, here, n+1); err != nil {
			return nil, err
		}
	case value == nil:
		ms = slices.Delete(ms, i, i+1)
	default:
		ms[i].value = value
	}
	return object(ms), nil
}

func kindOf(v json.RawMessage) string {
	switch first(v) {
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '{':
		return "an object"
	default:
		return "a number"
	}
}

// maxPaths bounds the completion of a path.
const maxPaths = 500

// MetadataPaths lists the paths of u's own metadata as “:set” reads them, for
// completion; they are safe to draw and to type. At most 500.
func MetadataPaths(u *api.User) []string {
	var out []string
	var walk func(doc json.RawMessage, path string)
	walk = func(doc json.RawMessage, path string) {
		ms, err := members(doc)
		if err != nil {
			return
		}
		for _, m := range ms {
			here := path + "." + quickKey(m.name)
			if safetext.String(here) != here || len(out) >= maxPaths {
				continue
			}
			out = append(out, here)
			if isObject(m.value) {
				walk(m.value, here)
			}
		}
	}
	for _, d := range documents() {
		walk(d.of(u), strings.TrimSuffix(d.id, "_metadata"))
	}
	return out
}

// quickKey writes a key as quick.key reads it.
func quickKey(key string) string {
	if key == "" || strings.ContainsAny(key, ". \t=\"\n\r") || strings.Contains(key, ":=") {
		return string(jsonString(key))
	}
	return key
}
