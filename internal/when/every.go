package when

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// LeastEvery is the shortest interval at which something is read again by
// itself: the request rate is shared with the customer's own product.
const LeastEvery = 10 * time.Second

// ParseEvery reads an interval: off, which is 0, or a duration of [LeastEvery]
// or more.
func ParseEvery(text string) (time.Duration, error) {
	if text == "off" || text == "false" || text == "0" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("is %q, want off or a duration such as 30s", text)
	}
	if d < LeastEvery {
		return 0, errors.New("is " + text + ", want 10s or more, or off")
	}
	return d, nil
}

// Every is an interval as [ParseEvery] reads it: "30s", "2m", "off".
func Every(d time.Duration) string {
	if d <= 0 {
		return "off"
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
