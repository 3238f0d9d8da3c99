package config

import (
	"errors"
	"fmt"
	"time"
)

// MinLive is the shortest pause between two readings of a live list: the
// request rate is shared with the customer's own product.
const MinLive = 10 * time.Second

// ParseLive reads how often the list is read again by itself: off, or a
// duration of [MinLive] or more.
func ParseLive(text string) (time.Duration, error) {
	if text == "off" || text == "false" || text == "0" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("is %q, want off or a duration such as 30s", text)
	}
	if d < MinLive {
		return 0, errors.New("is " + text + ", want 10s or more, or off")
	}
	return d, nil
}

func setLive(c *Config, text string) error {
	d, err := ParseLive(text)
	if err == nil {
		c.Live = d
	}
	return err
}
