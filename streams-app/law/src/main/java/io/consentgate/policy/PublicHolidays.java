// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.time.LocalDate;

/** The days that a country's law makes free from work. Thread-safe. */
@FunctionalInterface
public interface PublicHolidays {

    /** No holidays: for operators who set no contact hours. */
    PublicHolidays NONE = (country, day) -> false;

    /**
     * Whether a day is a public holiday in the whole country.
     *
     * @param country ISO 3166 alpha-2
     */
    boolean isHoliday(String country, LocalDate day);
}
