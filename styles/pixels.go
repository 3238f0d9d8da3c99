package styles

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Pixels is the paint of a cell that shows two pixels of a picture: top is the
// colour of what is drawn in it, bottom that of its ground. These are colours
// of somebody's picture, not of the theme; without colours it is empty.
func (s *Styles) Pixels(top, bottom color.Color) Paint {
	if s.Theme.Palette == None {
		return Paint{}
	}
	return paintOf(lipgloss.NewStyle().Foreground(top).Background(bottom))
}

// PictureID is the paint of a placeholder: its colour, one of 256, is the
// number of the picture that the terminal shows in its place.
func (s *Styles) PictureID(id int) Paint {
	if s.Theme.Palette == None {
		return Paint{}
	}
	return paintOf(lipgloss.NewStyle().Foreground(numbered(id)))
}
