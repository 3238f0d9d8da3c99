package api

import "time"

const (
	budgetWindow = 10 * time.Second
	bucketWidth  = 100 * time.Millisecond
	// One bucket more than the window: the oldest one is only partly in it.
	buckets = int(budgetWindow/bucketWidth) + 1
)

// window counts the requests that started within the last budgetWindow, to a
// tenth of a second on the safe side. A negative limit is none. Moments are
// durations since the budget was made.
type window struct {
	limit  int
	counts [buckets]int
	total  int
	last   int64 // the newest bucket
}

// advance forgets what has left the window.
func (w *window) advance(now time.Duration) {
	bucket := int64(now / bucketWidth)
	for steps := 0; w.last < bucket && steps < buckets; steps++ {
		w.last++
		slot := &w.counts[w.last%int64(buckets)]
		w.total -= *slot
		*slot = 0
	}
	w.last = max(w.last, bucket)
}

func (w *window) used(now time.Duration) int {
	w.advance(now)
	return w.total
}

// wait returns how long it takes until one more request fits.
func (w *window) wait(now time.Duration) time.Duration {
	if w.limit < 0 || w.used(now) < w.limit {
		return 0
	}
	left := w.total
	for b := w.last - int64(buckets) + 1; b <= w.last; b++ {
		if b < 0 {
			continue
		}
		if left -= w.counts[b%int64(buckets)]; left < w.limit {
			return time.Duration(b+int64(buckets))*bucketWidth - now
		}
	}
	return budgetWindow // no request is allowed at all
}

func (w *window) add(now time.Duration) {
	w.advance(now)
	w.counts[w.last%int64(buckets)]++
	w.total++
}
