package docedit

// Event is any message of this package that the dashboard acts on.
type Event interface{ docedit() }

// event makes a message an Event.
type event struct{}

func (event) docedit() {}
