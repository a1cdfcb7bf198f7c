// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Remembers the answers of a pure function to short, recurring texts, such as names of controllers and of aspects. It
 * holds a fixed number of answers, no matter how many texts publishers send: a new answer may replace another.
 * Thread-safe, without locks.
 *
 * @param <T> answers, which are immutable and never null
 */
final class TextMemo<T> {
    private static final int PLACES = 1 << 10;
    private static final int LONGEST = 64;

    private final Function<String, T> function;
    private final AtomicReferenceArray<Answer<T>> answers = new AtomicReferenceArray<>(PLACES);

    TextMemo(Function<String, T> function) {
        this.function = function;
    }

    private record Answer<T>(String text, T value) {}

    T of(String text) {
        if (text.length() > LONGEST) {
            return function.apply(text);
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Answer<T> answer = answers.getAcquire(place);
        if (answer == null || !answer.text.equals(text)) {
            answer = new Answer<>(text, function.apply(text));
            answers.setRelease(place, answer);
        }
        return answer.value;
    }
}
