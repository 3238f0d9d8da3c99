package phone

import (
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	tests := []struct{ region, text, want string }{
		{"", "+43 660 1234567", "+436601234567"},
		{"", "+43 (0) 660 / 123 45 67", "+436601234567"},
		{"", "+44 (0)20 7946 0958", "+442079460958"},
		{"", "0043 660 1234567", "+436601234567"},
		{"", "+39 06 6982 1234", "+390669821234"},
		{"", "+1 (555) 010-0199", "+15550100199"},
		{"", "+١ ٢١٢ ٥٥٥ ٠١٢٣", "+12125550123"},
		{"", "＋４３ ６６０ １２３４５６７", "+436601234567"},
		{"", "+800 1234 5678", "+80012345678"},
		{"", "0660 1234567", ""},
		{"", "+999 12345678", ""},
		{"", "+43", ""},
		{"", "+43 660 1234567 1234567", ""},
		{"AT", "0660 1234567", "+436601234567"},
		{"at", "0660 1234567", "+436601234567"},
		{"AT", "00 1 212 555 0123", "+12125550123"},
		{"AT", "436601234567", "+436601234567"},
		{"US", "(212) 555-0123", "+12125550123"},
		{"US", "1-212-555-0123", "+12125550123"},
		{"US", "011 43 660 1234567", "+436601234567"},
		{"US", "012 555 0123", ""},
		{"GB", "020 7946 0958", "+442079460958"},
		{"IT", "06 6982 1234", "+390669821234"},
		{"AR", "011 15-2345-6789", "+5491123456789"},
		{"BR", "0 15 11 91234-5678", "+5511912345678"},
		{"DE", "110", ""},
		{"AT", "", ""},
	}
	for _, tt := range tests {
		r, ok := In(tt.region)
		require.True(t, ok)
		n, ok := r.Parse(tt.text)
		assert.Equal(t, tt.want, n.E164, "%s in %q", tt.text, tt.region)
		assert.Equal(t, tt.want != "", ok)
	}
}

func TestPlausible(t *testing.T) {
	r, _ := In("")
	n, ok := r.Parse("+1 212 555 0123")
	assert.True(t, ok && n.Plausible)
	n, ok = r.Parse("+1 012 555 0123")
	assert.True(t, ok, "written with its calling code")
	assert.False(t, n.Plausible)
}

func TestUnknownRegion(t *testing.T) {
	for _, region := range []string{"XX", "AUT", "0", "\t", "A\t", "43"} {
		_, ok := In(region)
		assert.False(t, ok, region)
	}
}

// The library's own example of every region, in the three ways people write
// a number, comes out as the library reads it.
func TestAgreesWithTheLibrary(t *testing.T) {
	n := 0
	for region := range phonenumbers.GetSupportedRegions() {
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE, phonenumbers.TOLL_FREE} {
			example := phonenumbers.GetExampleNumberForType(region, kind)
			if example == nil {
				continue
			}
			r, ok := In(region)
			require.True(t, ok, region)
			for _, form := range []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL} {
				text := phonenumbers.Format(example, form)
				agrees(t, r, region, text)
				n++
			}
		}
	}
	assert.Greater(t, n, 1500)
}

// agrees says that a number the library calls possible comes out the same.
func agrees(t *testing.T, r *Region, region, text string) {
	t.Helper()
	parsed, err := phonenumbers.Parse(text, region)
	if err != nil || !phonenumbers.IsValidNumber(parsed) {
		return
	}
	want := phonenumbers.Format(parsed, phonenumbers.E164)
	if len(want)-1 < minDigits || len(want)-1 > maxDigits {
		return
	}
	got, ok := r.Parse(text)
	assert.True(t, ok, "%s in %s", text, region)
	assert.Equal(t, want, got.E164, "%s in %s", text, region)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"+43 660 1234567", "0660 1234567", "011 15-2345-6789", "00", "+", "+1", "٠١", "1-800-555-0123"} {
		f.Add(s, "AT")
		f.Add(s, "AR")
		f.Add(s, "US")
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		r, ok := In(region)
		n, read := r.Parse(text)
		if !read {
			return
		}
		require.Regexp(t, `^\+[1-9][0-9]{6,14}$`, n.E164)
		again, ok2 := (&Region{}).Parse(n.E164)
		require.True(t, ok2)
		if n.Plausible && again.Plausible {
			// One number keeps its form, apart from prefixes read as such.
			require.LessOrEqual(t, len(again.E164), len(n.E164)+2)
		}
		if ok && n.Plausible && len(text) < 40 {
			agreesWhenPlain(t, r, region, text)
		}
	})
}

// agreesWhenPlain compares where the text holds nothing but digits and
// separators; the library also reads letters and extensions.
func agreesWhenPlain(t *testing.T, r *Region, region, text string) {
	t.Helper()
	for _, c := range text {
		if (c < '0' || c > '9') && c != ' ' && c != '+' {
			return
		}
	}
	if region == "" {
		return
	}
	agrees(t, r, region, text)
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r, _ := In("AT")
		r.Parse("0660 1234567")
		r.Parse("+1 212 555 0123")
	}
}
