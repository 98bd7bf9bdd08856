/** What the store of files refuses beside what its URLs do. Part of the one error table. */
export const FILE_ERRORS = {
  upload_type_differs: {
    status: 415,
    exit: 2,
    text: 'The upload has the Content-Type "{content_type}", and its URL takes "{expected}" only. Send the type that the URL was asked for.',
  },
  upload_size_differs: {
    status: 400,
    exit: 2,
    text: 'The upload has {bytes} bytes, and its URL takes exactly {expected}. Ask for a URL with the size of the file, or without one.',
  },
  storage_full: {
    status: 507,
    exit: 1,
    text: 'There is no room left to store {key}, and nothing of it was stored. Free some space in the data folder (ZEROSEC_DATA).',
  },
} as const
