package users_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/users"
)

func TestColumnsAsTheyAreTyped(t *testing.T) {
	specs := users.ParseColumns(` name, email:30,, public."a,b".c:12 `)
	assert.Equal(t, []users.ColumnSpec{{ID: "name"}, {ID: "email", Width: 30}, {ID: `public."a,b".c`, Width: 12}}, specs)
	assert.Equal(t, specs, users.ParseColumns(users.FormatColumns(specs)))
	assert.Equal(t, users.ParseColumns(`name,email:30,public."my plan"`), users.ParseColumns(`name email:30  public."my plan" `))
	for _, id := range []string{"name", "public.plan", "unsafe.a.b", `private."x y"`, `public."a.b".c`} {
		assert.NoError(t, users.CheckColumn(users.ColumnSpec{ID: id}), id)
	}
	for _, id := range []string{"", "emial", "public", "public.", "public..a", "public.a.", "secret.a", `public."a`, `public."a"b`, `public."a".`} {
		assert.ErrorContains(t, users.CheckColumn(users.ColumnSpec{ID: id}), "there is no column called", "%q", id)
	}
}

// shown are the lines of the list of one user.
func shown(t *testing.T, u *api.User, columns string, w int, order api.Order) []string {
	t.Helper()
	var lines []string
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(0)
		d.people = []*api.User{u}
		_, r := start(t, d)
		r.page.SetOrder(order) // only what stands in the head is looked at
		r.page.SetColumns(users.ParseColumns(columns))
		for _, line := range r.page.View(w, 3) {
			lines = append(lines, strings.TrimRight(ansi.Strip(line), " "))
		}
	})
	return lines[:2]
}

func sample() *api.User {
	u := person(1)
	u.PublicMetadata = json.RawMessage(`{"plan":"pro","n":3,"deep":{"a.b":[1, 2],"t":true},"esc":"\u001b[31mred"}`)
	u.PrivateMetadata = json.RawMessage(`{"crm":"secret value"}`)
	u.UnsafeMetadata = json.RawMessage(`not json`)
	u.Locale = api.NewText("de-AT")
	return u
}

func TestMetadataColumns(t *testing.T) {
	lines := shown(t, sample(), `name,public.plan,public.n,public.deep."a.b",public.deep,public.esc,private.crm,private.none,unsafe.x,public.none.deeper,locale`, 140, api.Order{})
	assert.Contains(t, lines[0], "PLAN")
	assert.Contains(t, lines[0], "A.B")
	assert.Contains(t, lines[1], "pro")
	assert.Contains(t, lines[1], "[1,2]")
	assert.Contains(t, lines[1], `{"a.b":[`)
	assert.NotContains(t, lines[1], "\x1b")
	assert.Contains(t, lines[1], "••••")
	assert.NotContains(t, lines[1], "secret value")
	assert.Contains(t, lines[1], "de-AT")
}

func TestPrivateMetadataIsShownWhenAskedFor(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(0)
		d.people = []*api.User{sample()}
		_, r := start(t, d)
		r.page.SetColumns(users.ParseColumns("name,private.crm"))
		assert.NotContains(t, strings.Join(r.page.View(100, 3), "\n"), "secret value")
		r.page.ShowPrivate(true)
		assert.Contains(t, strings.Join(r.page.View(100, 3), "\n"), "secret value")
		r.page.ShowPrivate(false)
		assert.NotContains(t, strings.Join(r.page.View(100, 3), "\n"), "secret value")
	})
}

func TestTheHeadTellsTheOrder(t *testing.T) {
	for order, want := range map[api.Order]string{
		{}: "CREATED ▾", {Field: api.OrderCreatedAt}: "CREATED ▴",
		{Field: api.OrderLastActiveAt, Desc: true}: "LAST ACTIVE ▾", {Field: api.OrderEmailAddress}: "EMAIL ▴",
		{Field: api.OrderLastName, Desc: true}: "NAME ▾",
	} {
		head := shown(t, person(1), "", 90, order)[0]
		assert.Contains(t, head, want)
		assert.Equal(t, 1, strings.Count(head, "▾")+strings.Count(head, "▴"), head)
	}
	assert.NotContains(t, shown(t, person(1), "", 90, api.Order{Field: api.OrderUsername})[0], "▴", "no column of it is shown")
}

func TestTheLastChosenColumnsGoFirstAndNameStateAndEmailStay(t *testing.T) {
	const columns = "locale,name,mfa,email:30,created,state,id"
	heads := func(w int) string {
		return strings.Join(strings.Fields(shown(t, person(1), columns, w, api.Order{Field: api.OrderUsername})[0]), " ")
	}
	assert.Equal(t, "LOCALE NAME MFA EMAIL CREATED STATE ID", heads(110))
	assert.Equal(t, "LOCALE NAME MFA EMAIL CREATED STATE", heads(66))
	assert.Equal(t, "LOCALE NAME MFA EMAIL STATE", heads(55))
	assert.Equal(t, "NAME EMAIL STATE", heads(42))
	wide := shown(t, person(1), columns, 120, api.Order{})[0]
	assert.Equal(t, 31, strings.Index(wide, "CREATED")-strings.Index(wide, "EMAIL"), "the width that was asked for, and a blank")
}

func TestAnUnreadableRecordStaysInItsColumns(t *testing.T) {
	u := person(1)
	u.Broken = assert.AnError
	line := shown(t, u, "id,state,name", 90, api.Order{})[1]
	assert.Contains(t, line, "unreadable record")
	assert.Contains(t, line, "?")
	require.NotContains(t, line, "person00001@")
}

// BenchmarkRow is what a row costs when it is drawn for the first time.
func BenchmarkRow(b *testing.B) {
	for name, columns := range map[string]string{"usual": "", "metadata": "name,email,public.plan,public.deep.t,private.crm"} {
		b.Run(name, func(b *testing.B) {
			u := sample()
			d := newDirectory(0)
			d.people = []*api.User{u}
			p := users.New(users.Deps{
				Base: b.Context(), Users: d,
				Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Now: time.Now, Zone: time.UTC, PageSize: 20,
				After: func(time.Duration, tea.Msg) tea.Cmd { return nil },
			})
			p.Update(p.Init()[0]())
			p.SetColumns(users.ParseColumns(columns))
			p.View(120, 3)
			b.ReportAllocs()
			for b.Loop() {
				p.MinutePassed()
				p.View(120, 3)
			}
		})
	}
}
