package detail

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
)

func TestPrivateMetadataIsMasked(t *testing.T) {
	raw := strings.Replace(string(alice().Raw), `"locked"`, `"private_metadata":{"crm":42,"risk":"low"},"last_sign_in_at":1768619811674,"locked"`, 1)
	u := alice()
	u.Raw = []byte(raw)
	drive(t, small(), 78, 40, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, u)
		for _, id := range []TabID{Metadata, JSON} {
			tabTo(d, id)
			d.Contains("private_metadata", "hidden: ⏎/space shows it")
			d.Lacks("risk")
		}
		d.Contains("17 Jan 2026 04:16 CET")

		for range 40 {
			d.Press("j")
			if p.tabs[p.front].position() == privatePath {
				break
			}
		}
		_, value, ok := p.Copy()
		require.True(t, ok)
		assert.NotContains(t, value.Unsafe(), "risk", "what is hidden is not copied")
		d.Press("enter")
		d.Contains("risk", "low")
		tabTo(d, Metadata)
		d.Contains("risk", "low")

		show(d, dora())
		show(d, u)
		d.Lacks("risk")
	})
}

// A record that was not understood may hold private metadata all the same.
func TestBrokenRecordIsMaskedToo(t *testing.T) {
	u := broken()
	u.Raw = []byte(`{"id":"user_broken","private_metadata":{"risk":"low"},"email_addresses":{}}`)
	drive(t, small(), 78, 40, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, u)
		tabTo(d, JSON)
		d.Contains("hidden:", "email_addresses")
		d.Lacks("risk")
	})
}

func TestMetadataFacts(t *testing.T) {
	drive(t, small(), 78, 40, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		tabTo(d, Metadata)
		d.Contains("Public   147 of 8,192 bytes", "Unsafe   16 of 8,192 bytes · the user can write it: never trust it", "12345678901234567890")
		d.Resize(36, 9)
		d.Lacks("8,192")
		d.Contains("public_metadata")
		d.Resize(78, 40)
		show(d, sparse())
		d.Contains("Private  0 of 8,192 bytes", `"private_metadata": {}`)
	})
}

func TestSearchInJSON(t *testing.T) {
	drive(t, small(), 78, 40, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		tabTo(d, JSON)
		d.Press("/")
		require.True(t, p.Capturing())
		d.Type("jq")
		_, _, ok := p.Cursor()
		assert.True(t, ok)
		assert.Equal(t, JSON, p.CurrentTab(), "a letter typed is no key")
		d.Press("backspace", "backspace")
		d.Type("email_")
		d.Press("enter")
		assert.False(t, p.Capturing())
		d.Contains("1 of 2")
		d.Press("n")
		d.Contains("2 of 2")
		_, path, ok := p.CopyPath()
		require.True(t, ok)
		assert.Equal(t, ".email_addresses[0].email_address", path.Unsafe())
		what, value, ok := p.Copy()
		require.True(t, ok)
		assert.Equal(t, "value of .email_addresses[0].email_address", what)
		assert.Equal(t, "alice@acme.example", value.Unsafe())
		d.Contains("── .email_addresses[0].email_address ──")

		_, handled := p.HandleKey(tea.KeyPressMsg{Code: tea.KeyEscape})
		assert.True(t, handled, "the first step back ends the search")
		_, handled = p.HandleKey(tea.KeyPressMsg{Code: tea.KeyEscape})
		assert.False(t, handled)

		d.Press("/")
		show(d, dora())
		assert.False(t, p.Capturing(), "another user ends the input")

		tabTo(d, Overview)
		_, _, ok = p.CopyPath()
		assert.False(t, ok)
	})
}

func TestClick(t *testing.T) {
	drive(t, small(), 100, 30, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		d.Send(doMsg(func(p *Pane) tea.Cmd { return p.Click(26, tabsLine) }))
		assert.Equal(t, Identities, p.CurrentTab())
		line := func(s string) int {
			for i, l := range strings.Split(d.View(), "\n") {
				if strings.Contains(l, s) {
					return i
				}
			}
			return -1
		}
		y := line("alice.johnson@private")
		d.Send(doMsg(func(p *Pane) tea.Cmd { return p.Click(4, y) }))
		d.Contains("▸ alice.johnson@private.example")
		_, value, _ := p.Copy()
		assert.Equal(t, "alice.johnson@private.example", value.Unsafe())

		tabTo(d, Metadata)
		y = line("flags")
		d.Send(doMsg(func(p *Pane) tea.Cmd { return tea.Batch(p.Click(4, y), p.Click(4, y)) }))
		d.Contains(`▸ "flags": […]`)
		d.Send(doMsg(func(p *Pane) tea.Cmd { return p.Click(4, 99) }))
	})
}
