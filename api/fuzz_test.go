package api

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"unicode/utf8"
)

func seedJSON(f *testing.F) {
	f.Helper()
	for _, name := range []string{"user.json", "user_full.json", "fixtures.json"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{
		``, ` `, `null`, `[]`, `{}`, `[1,2]`, `{"a":1,"a":2}`, `{"id":"user_1"}`, `[{"id":"user_1"},5]`, `"\u12"`, `"\ud83d\ude00"`,
		`-`, `-0`, `01`, `1.`, `1e`, `1e+5`, `.5`, `tru`, `nul`, `{"a"}`, `{"a":}`, `{,}`, `[,]`, `[1,]`, `{"a":1,}`, "\"\x01\"", "\"\xff\"",
		`{"i\u0064":"user_9","email_addresses":[{"id":"idn_1","verification":{"error":{"meta":{"param_name":"x"}}}}]}`,
		`{"data":[{"id":"x"}],"total_count":1e3}`, `{"errors":[{"code":"c","meta":{"param_name":"p"}}],"clerk_trace_id":"t"}`,
		"[\r\n\t 1 , true\n]", `{"created_at":99999999999999999999,"banned":"1"}`, `[[[[[[]]]]]]`,
	} {
		f.Add([]byte(s))
	}
}

// FuzzScan checks the scanner against encoding/json.
func FuzzScan(f *testing.F) {
	seedJSON(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := parse(b)
		if (err == nil) != json.Valid(b) && bytes.Count(b, []byte("["))+bytes.Count(b, []byte("{")) < maxDepth {
			t.Fatalf("parse says %v, encoding/json says %v: %q", err, json.Valid(b), b)
		}
		if err != nil {
			return
		}
		if end := skipValid(v, 0); end != len(v) {
			t.Fatalf("skipValid ends at %d of %d: %q", end, len(v), v)
		}
		if v.isString() && utf8.Valid(v) {
			var want string
			if err := json.Unmarshal(v, &want); err != nil || want != string(unquote(v)) {
				t.Fatalf("unquote gives %q for %q, want %q", unquote(v), v, want)
			}
		}
	})
}

// FuzzDecode puts any JSON into every resource: nothing panics, Raw stays as
// it came, and what a decoded user encodes to decodes to the same.
func FuzzDecode(f *testing.F) {
	seedJSON(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := parse(b)
		if err != nil {
			return
		}
		for _, r := range resources() {
			_ = unmarshal(b, r)
			if raw := reflect.ValueOf(r).Elem().FieldByName("Raw"); raw.IsValid() && v.isObject() && !bytes.Equal(raw.Bytes(), v) {
				t.Fatalf("Raw of %T is not what came", r)
			}
		}
		var u, again User
		if u.UnmarshalJSON(b) != nil {
			t.Fatal("valid JSON is never an error for a user")
		}
		if u.ID != "" && !u.ID.Valid() {
			t.Fatalf("id %q was let through", u.ID)
		}
		out, err := json.Marshal(&u)
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		if err := again.UnmarshalJSON(out); err != nil || again.ID != u.ID || again.CreatedAt != u.CreatedAt || len(again.EmailAddresses) != len(u.EmailAddresses) {
			t.Fatalf("a user changed on its way through JSON: %v", err)
		}
		_, _ = decodeUsers(v)
		_, _ = decodeList[Membership](v, Page{})
		(&Error{}).fromAnswer(nil, b)
	})
}

// FuzzError checks that no body makes the text of an error unfit for a screen
// or a log.
func FuzzError(f *testing.F) {
	seedJSON(f)
	f.Add([]byte("<html>\x1b[31m"))
	f.Add([]byte("{\"errors\":[{\"code\":\"\x1b[2J\"}],\"clerk_trace_id\":\"\\u001b[2J\"}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e := &Error{Op: "GetUser", Status: 500}
		e.fromAnswer(nil, b)
		for _, c := range []byte(e.Error()) {
			if c < ' ' || c >= 0x7f {
				t.Fatalf("unsafe error text: %q", e.Error())
			}
		}
		if len(e.Body.Unsafe()) > maxBodyExcerpt {
			t.Fatal("excerpt is too long")
		}
	})
}
