// SPDX-License-Identifier: Apache-2.0
// Saves keystrokes and reloads; everything works without it. Sends nothing but signs of life.
(function () {
    'use strict';

    // Single keys press their button or link, except in text fields (WCAG 2.1.4: the settings page can switch them off).
    const rows = () => Array.from(document.querySelectorAll('[data-row]'));

    function showKeys() {
        document.querySelectorAll('[data-key]:not([data-key-shown])').forEach(element => {
            element.setAttribute('data-key-shown', '');
            element.setAttribute('aria-keyshortcuts', element.dataset.key);
            const key = document.createElement('kbd');
            key.textContent = element.dataset.key;
            key.setAttribute('aria-hidden', 'true');
            const label = element.id && document.querySelector('label[for="' + element.id + '"]');
            (label || element).append(key);
        });
    }

    function isTyping(target) {
        return target.closest('textarea, select, dialog[open], [contenteditable]')
            || (target.matches('input') && !target.matches('[type=radio], [type=checkbox]'));
    }

    function step(offset) {
        const links = rows();
        const at = links.indexOf(document.activeElement);
        const next = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + offset))];
        next.focus();
    }

    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
            return;
        }
        const element = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
        const shortcutsAreOn = document.querySelector('[data-key]');
        if (element) {
            event.preventDefault();
            element.focus();
            if (!element.matches('textarea')) {
                element.click();
            }
        } else if (shortcutsAreOn && rows().length > 0 && (event.key === 'j' || event.key === 'k')) {
            event.preventDefault();
            step(event.key === 'j' ? 1 : -1);
        }
    });

    // Reloads the page even when the link's address is the current one.
    document.addEventListener('click', event => {
        const link = event.target.closest('a[data-reload]');
        if (link) {
            event.preventDefault();
            window.location.reload();
        }
    });

    // The session: warns before it ends. Asks the console first, since another tab may have prolonged the session.
    const warning = document.getElementById('session-warning');
    let endsAt = 0;

    function sessionLasts(seconds) {
        endsAt = Date.now() + seconds * 1000;
    }

    function ask(url, options) {
        return fetch(url, Object.assign({credentials: 'same-origin', redirect: 'manual'}, options));
    }

    // Never leads to the sign-in: a provider with its own session would begin a new one without anyone at the keyboard.
    function leave() {
        window.location.assign(warning.dataset.endedUrl);
    }

    async function refreshSession(method) {
        const answer = await ask(warning.dataset.sessionUrl, {method, headers: {'X-CSRF-Token': warning.dataset.token}});
        if (answer.ok) {
            sessionLasts(Number(await answer.text()));
        } else if (answer.status === 401) {
            leave();
        } else {
            throw new Error('the session could not be asked for');
        }
    }

    async function watchSession() {
        const left = Math.round((endsAt - Date.now()) / 1000);
        warning.querySelector('[data-countdown]').textContent = String(Math.max(0, left));
        if (left <= 0) {
            await refreshSession('GET');
        } else if (left <= Number(warning.dataset.warnSeconds) && !warning.open) {
            await refreshSession('GET');
            if ((endsAt - Date.now()) / 1000 <= Number(warning.dataset.warnSeconds)) {
                warning.showModal();
            }
        } else if (left > Number(warning.dataset.warnSeconds) && warning.open) {
            warning.close();
        }
    }

    if (warning) {
        sessionLasts(Number(warning.dataset.secondsLeft));
        warning.addEventListener('cancel', event => event.preventDefault());
        warning.querySelector('[data-extend]').addEventListener('click', () =>
            refreshSession('POST').then(() => warning.close()).catch(() => undefined));
        setInterval(() => watchSession().catch(() => {
            if (Date.now() > endsAt) {
                leave(); // nobody answers; what is on the screen must not stay there
            }
        }), 1000);
        document.addEventListener('htmx:afterRequest', () => refreshSession('GET').catch(() => undefined));
    }

    // On a case: reports the reader's movements as a sign of life, at most every ten seconds.
    const PRESENCE_MILLIS = 10000;
    let toldAt = Date.now();

    function showActive(seconds) {
        document.querySelectorAll('[data-timer]').forEach(timer => {
            timer.querySelector('[data-timer-seconds]').textContent = String(seconds);
            timer.classList.toggle('short', seconds < Number(timer.dataset.floor));
        });
    }

    async function present() {
        const page = document.querySelector('[data-present-url]');
        if (!page || Date.now() - toldAt < PRESENCE_MILLIS) {
            return;
        }
        toldAt = Date.now();
        const answer = await ask(page.dataset.presentUrl, {method: 'POST', headers: {'X-CSRF-Token': page.dataset.token}});
        if (answer.ok) {
            showActive(Number(await answer.text()));
            if (warning) {
                refreshSession('GET').catch(() => undefined);
            }
        }
    }

    ['pointermove', 'keydown', 'scroll', 'touchstart'].forEach(sign =>
        document.addEventListener(sign, () => present().catch(() => undefined), {passive: true}));

    // When the focused part of the page is replaced, the new part's heading gets the focus.
    document.addEventListener('htmx:afterSettle', event => {
        showKeys();
        if (document.activeElement === document.body) {
            const heading = document.querySelector('#main [autofocus]') || event.detail.elt.querySelector('h1, h2');
            if (heading) {
                heading.setAttribute('tabindex', '-1');
                heading.focus();
            }
        }
    });

    showKeys();
    document.querySelectorAll('[data-timer]').forEach(timer => showActive(Number(timer.dataset.active)));

    // On a campaign, the time counts from its opening.
    const ticking = document.querySelector('[data-ticks]');
    if (ticking) {
        const openedAt = Date.now() - Number(ticking.dataset.active) * 1000;
        setInterval(() => showActive(Math.floor((Date.now() - openedAt) / 1000)), 1000);
    }
})();
