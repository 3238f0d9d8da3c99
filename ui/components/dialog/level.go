package dialog

import "usher/styles"

// sign is how a level is shown where there is no room for its word.
func sign(level int) string {
	return [...]string{"", "·", "!", "!!"}[min(max(level, 0), 3)]
}

// levelWord is a level in a word or two; "" for what only looks.
func levelWord(level int) string {
	return [...]string{"", "reversible", "security", "cannot be undone"}[min(max(level, 0), 3)]
}

// levelAsks is what a level asks of a person.
func levelAsks(level int) string {
	return [...]string{
		"Only looks", "Reversible: its dialog shows the change first", "Security: its dialog asks for a reason",
		"Cannot be undone: what is meant has to be typed",
	}[min(max(level, 0), 3)]
}

func (b *base) levelPaint(level int) styles.Paint {
	switch {
	case level >= 3:
		return b.st.P.Danger
	case level == 2:
		return b.st.P.Warning
	}
	return b.st.P.Muted
}
