export const SIGN_IN_PATH = '/dang-nhap';

/** Where the sign-in through the office's provider begins. */
export const PROVIDER_PATH = `${SIGN_IN_PATH}/co-quan`;
