package styles_test

import (
	"image/color"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/styles"
)

func themes() map[string]styles.Theme {
	out := map[string]styles.Theme{}
	for m, mode := range map[string]styles.Mode{"dark": styles.Dark, "light": styles.Light} {
		for p, palette := range map[string]styles.Palette{
			"default": styles.Default, "16": styles.ANSI16, "none": styles.None, "colourblind": styles.ColorBlind,
		} {
			out[m+" "+p] = styles.Theme{Mode: mode, Palette: palette}
		}
	}
	return out
}

// Every paint is the cheap form of the style of the same role.
func TestPaintsAreTheStyles(t *testing.T) {
	same := map[string]string{
		"Selected": "RowSelected", "Pending": "RowPending", "Demo": "BadgeDemo", "Development": "BadgeDevelopment",
		"Production": "BadgeProduction", "ReadOnly": "BadgeReadOnly", "Writing": "BadgeWriting", "Added": "DiffAdded", "Removed": "DiffRemoved",
	}
	for name, theme := range themes() {
		s := styles.New(theme)
		paints := reflect.ValueOf(s.P)
		for i := range paints.NumField() {
			role := paints.Type().Field(i).Name
			style := role
			if n, ok := same[role]; ok {
				style = n
			}
			p := paints.Field(i).Interface().(styles.Paint)
			st := reflect.ValueOf(s).Elem().FieldByName(style).Interface().(lipgloss.Style)
			assert.Equal(t, st.Render("w"), p.Apply("w"), "%s: %s", name, role)
		}
	}
}

func TestNoneHasNoColours(t *testing.T) {
	for _, m := range []styles.Mode{styles.Dark, styles.Light} {
		s := styles.New(styles.Theme{Mode: m, Palette: styles.None})
		paints := reflect.ValueOf(s.P)
		for i := range paints.NumField() {
			p := paints.Field(i).Interface().(styles.Paint)
			for _, code := range strings.FieldsFunc(p.Open, func(r rune) bool { return r < '0' || r > '9' }) {
				assert.Contains(t, []string{"1", "2", "3", "4", "7"}, code, "%s sets a colour: %q", paints.Type().Field(i).Name, p.Open)
			}
		}
		for _, p := range []styles.Paint{s.P.Selected, s.P.Production, s.P.Demo, s.P.Banned, s.P.TabActive, s.P.Match} {
			assert.NotEmpty(t, p.Open, "it stands out without colour")
		}
	}
}

func TestSixteenUsesTheTerminalsColours(t *testing.T) {
	s := styles.New(styles.Theme{Palette: styles.ANSI16})
	paints := reflect.ValueOf(s.P)
	for i := range paints.NumField() {
		assert.NotContains(t, paints.Field(i).Interface().(styles.Paint).Open, "8;5;", paints.Type().Field(i).Name)
		assert.NotContains(t, paints.Field(i).Interface().(styles.Paint).Open, "8;2;", paints.Type().Field(i).Name)
	}
}

func TestThemesDiffer(t *testing.T) {
	dark, light := styles.New(styles.Theme{}), styles.New(styles.Theme{Mode: styles.Light})
	assert.NotEqual(t, dark.P.Accent, light.P.Accent)
	blind := styles.New(styles.Theme{Palette: styles.ColorBlind})
	assert.NotEqual(t, dark.P.Danger, blind.P.Danger)
	assert.NotEqual(t, blind.P.Danger, blind.P.Warning)
	assert.NotEqual(t, blind.P.Danger, blind.P.Success)
	assert.Equal(t, ansi.GraphemeWidth, styles.New(styles.Theme{Cells: ansi.GraphemeWidth}).Cells)
}

func TestPaintApply(t *testing.T) {
	assert.Equal(t, "x", styles.Paint{}.Apply("x"))
	p := styles.New(styles.Theme{}).P.Danger
	assert.Empty(t, p.Apply(""))
	assert.Equal(t, "x y", ansi.Strip(p.Apply("x y")))
	assert.Zero(t, testing.AllocsPerRun(10, func() { _ = styles.Paint{}.Apply("x") }))
}

// A phone reads dark on light: the code has colours of its own in every theme
// that has colours at all, the same on dark and on light ground.
func TestCodeIsDarkOnLight(t *testing.T) {
	for _, m := range []styles.Mode{styles.Dark, styles.Light} {
		for p, want := range map[styles.Palette]string{
			styles.Default: "\x1b[38;5;16;48;5;231m", styles.ColorBlind: "\x1b[38;5;16;48;5;231m",
			styles.ANSI16: "\x1b[30;107m", styles.None: "",
		} {
			assert.Equal(t, want, styles.New(styles.Theme{Mode: m, Palette: p}).P.Code.Open)
		}
	}
}

func TestPixelsAreThePicturesColours(t *testing.T) {
	red, blue := color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}
	assert.Equal(t, "\x1b[38;2;255;0;0;48;2;0;0;255m", styles.New(styles.Theme{}).Pixels(red, blue).Open)
	assert.Equal(t, styles.Paint{}, styles.New(styles.Theme{Palette: styles.None}).Pixels(red, blue))
}
