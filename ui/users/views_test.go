package users_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui/users"
)

func TestAColumnsTextForm(t *testing.T) {
	for text, want := range map[string]users.ColumnSpec{
		"email":          {ID: "email"},
		" email:30 ":     {ID: "email", Width: 30},
		"public.plan:12": {ID: "public.plan", Width: 12},
		"public.a:b":     {ID: "public.a:b"},
		"email:0":        {ID: "email:0"},
		"email:1":        {ID: "email", Width: 3},
		"email:100000":   {ID: "email", Width: 80},
		":5":             {ID: ":5"},
	} {
		got := users.ParseColumn(text)
		assert.Equal(t, want, got, text)
		assert.Equal(t, got, users.ParseColumn(got.String()), text)
	}
}

func TestNamesOfViews(t *testing.T) {
	views := users.BuiltIn()
	require.NoError(t, users.CheckName(views, "Spam wave", -1))
	require.NoError(t, users.CheckName(views, "banned", 1), "its own name in another case")
	require.EqualError(t, users.CheckName(views, "  ", -1), "a view needs a name")
	require.EqualError(t, users.CheckName(views, " banned ", -1), "there is a view called “Banned” already")
	require.ErrorContains(t, users.CheckName(views, strings.Repeat("x", 41), -1), "at most 40")
}
