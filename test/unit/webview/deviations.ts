/** Examples of CommonMark 0.31.2 that the chat renders differently, by reason. */
export const deviations: Readonly<Record<string, readonly number[]>> = {
  'HTML is text: only tags that change how text looks are drawn, without attributes, and a comment is left out': [
    21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 169,
    170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 201,
    308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631,
    642, 643,
  ],
  'a definition that no link uses is text: log lines such as “[INFO]: started” look like one': [
    207, 208, 210, 317, 537, 538, 545, 563, 565, 567, 571, 592,
  ],
  'GFM makes links of bare addresses': [602, 608, 611, 612],
  'an empty line more at the end of a fence in a list, which is not seen': [318],
};

/** Rules of GFM’s extensions that the chat does not follow, with the reason. */
export const gfmDeviations: Readonly<Record<string, string>> = {
  'one tilde strikes through as well': 'one tilde means “about”, or a range: only two strike through',
  'tags that run something are escaped, others are kept': 'HTML is text, not filtered',
};
