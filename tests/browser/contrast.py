"""Which texts of a page are too faint to read."""

from __future__ import annotations

from playwright.sync_api import Page

# The contrast of every text with what is behind it, opacity and tints counted, as WCAG 2 computes it.
_FAINT_TEXTS = """selector => {
    // What color-mix makes has channels from 0 to 1.
    const channels = colour => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0])
        .map((c, i) => Number(c) * (colour.startsWith('color(') && i < 3 ? 255 : 1));
    const over = (top, alpha, below) => below.map((c, i) => top[i] * alpha + c * (1 - alpha));
    const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = rgb => rgb.map(c => linear(c / 255))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (text, part) => {
        const chain = [];
        for (let e = text; e; e = e.parentElement) chain.unshift(getComputedStyle(e));
        let behind = [255, 255, 255], opacity = 1;
        for (const style of chain) {
            const [r, g, b, alpha = 1] = channels(style.backgroundColor);
            behind = over([r, g, b], alpha, behind);
            opacity *= Number(style.opacity);
        }
        const own = getComputedStyle(text, part);
        if (part) opacity *= Number(own.opacity);
        const [r, g, b, alpha = 1] = channels(own.color);
        const pair = [luminance(over([r, g, b], alpha * opacity, behind)), luminance(behind)];
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    };
    const faint = [];
    const look = (words, element, part) => {
        const visible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        const seen = visible && !element.closest(':disabled');
        const ratio = words && seen ? contrast(element, part) : 21;
        if (ratio < 4.5) faint.push([words.slice(0, 40), ratio.toFixed(2)]);
    };
    for (const output of document.querySelectorAll(selector)) {
        const texts = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) look(texts.currentNode.data.trim(), texts.currentNode.parentElement);
        for (const box of output.querySelectorAll('input:not([type=range], [type=checkbox]), textarea')) {
            look(box.value.trim() || box.placeholder, box, box.value.trim() ? null : '::placeholder');
        }
    }
    return faint;
}"""


def faint_texts(page: Page, selector: str = ".jp-RenderedHTML") -> list[tuple[str, str]]:
    """Return every text that is seen in these elements, and whose contrast is below 4.5, with that contrast.

    What cannot be used now is as faint as it should be. A sign stands beside its word: a contrast of 3 is enough
    for it, as for any graphic.
    """
    return [(text, ratio) for text, ratio in page.evaluate(_FAINT_TEXTS, selector) if text not in ("✓", "✗")]
