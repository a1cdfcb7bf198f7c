// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What stands where a person is to be named and says that it was none (WP251 rev.01, IV.A): a machine, an account of one, or
 * nobody. Numbers tell one machine from another, and make no person of it.
 */
public final class MachineName {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> MACHINES = PlainWords.set("""
            admin ai algorithm algorytm anonim anonymous anonymus api aplikacja application approval approve auto
            autoapprove automat automated automatic automatically automation automatu automatyczna automatyczne
            automatycznie automatyczny backend batch bot chatbot chatgpt computer copilot crm cron daemon decisioning
            engine erp etl gateway gpt guest harmonogram integracja integration inteligencja job komputer llm machine
            maszyna ml model modul module nikt nobody noreply proces process program regul reguly robot root rpa rules
            sap scheduler score scoring scoringowa scoringowe scoringowy script server service serwer serwis serwisowe
            serwisowy silnik skrypt superuser svc sysadmin system systemowa systemowe systemowy systemu sztuczna
            technical techniczna techniczne techniczny tool usluga uslugowe uslugowy webhook workflow wsadowe wsadowy
            zautomatyzowana zautomatyzowane zautomatyzowany
            """);

    /** They name a machine among such words, or alone. With a number they may be a pseudonym, as {@code agent-7} is. */
    private static final Set<String> ACCOUNTS = PlainWords.set("""
            account administrator agent app approver credit decision decyzja decyzyjna decyzyjne decyzyjny default konto
            kredyt kredytowa kredytowe kredytowy loan pricing risk shared user uzytkownik v ver version wersja worker wspolne
            """);

    /** Whatever else the name says, it is one of a machine. No surname is among them, as Bot is. */
    private static final Set<String> ALWAYS_MACHINES = PlainWords.set("""
            algorithm algorytm autoapprove automat automated automatically automatu automatyczna automatyczne automatycznie
            automatyczny chatbot chatgpt gpt llm rpa silnik skrypt webhook zautomatyzowana zautomatyzowane zautomatyzowany
            """);

    /** They are no role of a person in a company, as that of an administrator or in a service is. */
    private static final Set<String> ROLES = PlainWords.set("""
            ai algorithm algorytm auto autoapprove automat automated automatic automatically automatu automatyczna automatyczne
            automatycznie automatyczny bot chatbot chatgpt copilot engine gpt llm machine maszyna robot rpa script silnik
            skrypt system systemowa systemowe systemowy systemu zautomatyzowany
            """);

    /** What machines and people do. */
    private static final Set<String> OF_ROLES = PlainWords.set("""
            account agent approver credit decision decyzyjny konto kredytowy loan model proces process risk rules scoring
            scoringowy user worker
            """);

    private static final TextMemo<Boolean> IS = new TextMemo<>(MachineName::isOfMachinesAlone);
    private static final TextMemo<Boolean> IS_ROLE = new TextMemo<>(MachineName::isOfMachineRolesAlone);

    /** In characters; the search for what it is made of grows with their square. */
    private static final int LONGEST_COMPOUND = 40;

    private static final int LONGEST_NAME = 500;

    private MachineName() {}

    /** Whether all that a reference says is that a machine was at work. */
    public static boolean is(String reference) {
        return IS.of(reference);
    }

    /**
     * Whether a reference names one thing, such as the model that proposed a decision, rather than a person. Words for machines
     * around its name make no person of it.
     */
    public static boolean isOf(String reference, String thing) {
        if (reference.length() > LONGEST_NAME || thing.length() > LONGEST_NAME) {
            return false;
        }
        List<String> name = PlainWords.of(thing);
        List<String> others = new ArrayList<>(PlainWords.of(reference));
        for (String word : name) {
            if (!others.remove(word)) {
                return false;
            }
        }
        return !name.isEmpty()
                && others.stream().map(MachineName::withoutNumber).allMatch(MachineName::isOfMachine);
    }

    /** Whether a role is one of machines, as {@code bot} and {@code scoring system} are. */
    public static boolean isRole(String role) {
        return IS_ROLE.of(role);
    }

    /** The same at full length. */
    static boolean isOfMachineRolesAlone(String role) {
        List<String> words = PlainWords.of(role).stream()
                .map(MachineName::withoutNumber)
                .filter(word -> !word.isEmpty())
                .toList();
        return words.stream().anyMatch(ROLES::contains)
                && words.stream().allMatch(word -> ROLES.contains(word) || OF_ROLES.contains(word));
    }

    /** As {@link #is}, at full length. */
    static boolean isOfMachinesAlone(String reference) {
        List<String> words = PlainWords.of(withoutDomain(reference));
        List<String> named = words.stream()
                .map(MachineName::withoutNumber)
                .filter(word -> !word.isEmpty())
                .toList();
        boolean isNumbered = !named.equals(words);
        if (!isNumbered && named.stream().anyMatch(ALWAYS_MACHINES::contains)) {
            return true;
        }
        return !named.isEmpty()
                && named.stream().allMatch(MachineName::isOfMachine)
                && !(isNumbered && ACCOUNTS.containsAll(named));
    }

    private static boolean isOfMachine(String word) {
        return isOne(word) || isCompound(word);
    }

    private static boolean isOne(String word) {
        return MACHINES.contains(word) || ACCOUNTS.contains(word);
    }

    /** Two such words in one, as in {@code scoringbot}. */
    private static boolean isCompound(String word) {
        if (word.length() > LONGEST_COMPOUND) {
            return false;
        }
        for (int i = 2; i < word.length() - 1; i++) {
            String first = word.substring(0, i);
            String second = word.substring(i);
            if (isOne(first) && isOne(second) && (MACHINES.contains(first) || MACHINES.contains(second))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDomain(String reference) {
        int at = reference.indexOf('@');
        return at > 0 ? reference.substring(0, at) : reference;
    }

    private static String withoutNumber(String word) {
        int end = word.length();
        while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
            end--;
        }
        return word.substring(0, end);
    }
}
