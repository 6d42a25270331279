import { Html, markup } from './html';

it('escapes what people wrote, and leaves numbers and HTML as they are', () => {
  const bold = markup`<b>${`"O'Neill" & <i>`}</b>`;
  expect(bold).toEqual(new Html('<b>&quot;O&#39;Neill&quot; &amp; &lt;i&gt;</b>'));
  expect(markup`${bold}, ${1}: ${'<'}`.text).toBe('<b>&quot;O&#39;Neill&quot; &amp; &lt;i&gt;</b>, 1: &lt;');
  expect(markup``.text).toBe('');
});
